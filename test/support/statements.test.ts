import { expect, test } from "vitest";
import { actionsByResource, checkStatements } from "./statements.ts";

const arn = "arn:aws:sqs:us-east-1:000000000000:inbox";
const good = { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: arn };

test.each([
  [{ Effect: undefined }, "no Effect"],
  [{ Effect: "allow" }, 'Effect is "allow"'],
  [{ effect: "Allow" }, '"effect" is not an element of a statement, but "Effect" is'],
  [{ Actions: "sqs:SendMessage" }, 'but "Action" is'],
  [{ Principal: undefined }, "who may do this"],
  [{ Principal: ["sns.amazonaws.com"] }, "what kind of principal"],
  [{ Principal: "sns.amazonaws.com" }, "what kind of principal"],
  [{ Principal: { service: "sns.amazonaws.com" } }, 'but "Service" is'],
  [{ Action: undefined }, "no Action"],
  [{ Action: "SendMessage" }, "a service and one of its operations"],
  [{ Resource: "inbox" }, "by its ARN"],
  [{ Resource: { name: "inbox" } }, "Resource is an object"],
])("refuses a statement with %j", (change, problem) => {
  const statement = JSON.parse(JSON.stringify({ ...good, ...change }));

  expect(() => checkStatements([statement], "resource")).toThrow(problem);
});

test("accepts lists, wildcards, an Sid and a condition", () => {
  const statement = { ...good, Sid: "One", Action: ["sqs:*"], Condition: { ArnEquals: { "aws:SourceArn": arn } } };

  expect(() => checkStatements([good, statement, { ...good, Action: "*", Resource: "*" }], "resource")).not.toThrow();
});

test("adds up what several statements allow", () => {
  const statements = [
    { Effect: "Allow", Action: "sqs:SendMessage", Resource: [arn, "*"] as never },
    { Effect: "Allow", Action: ["sqs:ReceiveMessage"], Resource: arn },
    { Effect: "Deny", Action: "sqs:DeleteQueue", Resource: arn },
  ];

  expect(actionsByResource(statements)).toEqual({
    [arn]: ["sqs:ReceiveMessage", "sqs:SendMessage"],
    "*": ["sqs:SendMessage"],
  });
});
