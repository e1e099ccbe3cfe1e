import { expect, test } from "vitest";
import type { Statement } from "./mocked-stack.ts";
import { allowsService, checkAllowsService } from "./service-access.ts";

const news = "arn:aws:sns:us-east-1:000000000000:news";
const inbox = "arn:aws:sqs:us-east-1:000000000000:inbox";
const request = { service: "sns.amazonaws.com", action: "sqs:SendMessage", resource: inbox, sourceArn: news };
const statement = {
  Effect: "Allow",
  Principal: { Service: "sns.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: inbox,
  Condition: { ArnEquals: { "aws:SourceArn": news } },
};

test.each([
  {},
  { Principal: "*" },
  { Action: ["sqs:SendMessage"] },
  { Condition: { StringEquals: { "aws:SourceArn": [news], "aws:SourceAccount": "000000000000" } } },
])("allows a request that the statement allows: %j", (change) => {
  expect(() => checkAllowsService([{ ...statement, ...change } as Statement], request)).not.toThrow();
});

test("asks for the resource on whose behalf the service acts", () => {
  expect(allowsService([statement], { ...request, sourceArn: `${news}-of-others` })).toBe(false);
});

test.each([
  [{ Principal: { Service: "events.amazonaws.com" } }, 'its Principal is {"Service":"events.amazonaws.com"}'],
  [{ Action: "sqs:ReceiveMessage" }, 'its Action is "sqs:ReceiveMessage"'],
  [{ Resource: news }, `its Resource is "${news}"`],
  [{ Condition: { ArnEquals: { "aws:SourceArn": inbox } } }, "its Condition is"],
  [{ Condition: { Equals: { "aws:SourceArn": news } } }, "AWS refuses this policy. Invalid Condition type : Equals."],
  [{ Effect: "Deny" }, 'its Effect is "Deny"'],
])("names the element that keeps it from applying: %j", (change, problem) => {
  expect(() => checkAllowsService([{ ...statement, ...change } as Statement], request)).toThrow(problem);
});
