import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFunction } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { arn, named, source } from "./fixtures/charge.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
});
afterEach(() => cloud.close());

describe("a function's policy", () => {
  const rule = "arn:aws:events:us-east-1:000000000000:rule/bus/BookingCreatedRule";
  const statement = {
    ...named,
    StatementId: "rule",
    Action: "lambda:InvokeFunction",
    Principal: "events.amazonaws.com",
    SourceArn: rule,
  };
  const invokeAs = (sourceArn: string) =>
    cloud.account.call({
      service: "lambda",
      operation: "Invoke",
      input: { ...named, InvocationType: "Event" },
      principal: { kind: "service", service: "events.amazonaws.com", sourceArn, sourceAccount: "000000000000" },
    });

  test("contains the statement that AddPermission added", async () => {
    await createFunction(cloud, "charge", source);
    await cloud.lambda.send(new AddPermissionCommand(statement));
    const { Policy } = await cloud.lambda.send(new GetPolicyCommand(named));

    expect(JSON.parse(Policy!)).toEqual({
      Version: "2012-10-17",
      Id: "default",
      Statement: [
        {
          Sid: "rule",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "lambda:InvokeFunction",
          Resource: arn,
          Condition: { ArnLike: { "AWS:SourceArn": rule } },
        },
      ],
    });
  });

  test("allows the rule that it names, and no other", async () => {
    await createFunction(cloud, "charge", source);
    await expect(invokeAs(rule), "before").rejects.toMatchObject({ code: "AccessDeniedException" });
    await cloud.lambda.send(new AddPermissionCommand(statement));

    await expect(invokeAs(rule)).resolves.toMatchObject({ StatusCode: 202 });
    await expect(invokeAs(`${rule}2`)).rejects.toMatchObject({ code: "AccessDeniedException" });
    await cloud.lambda.send(new RemovePermissionCommand({ ...named, StatementId: "rule" }));
    await expect(invokeAs(rule), "after").rejects.toMatchObject({ code: "AccessDeniedException" });
  });

  test("refuses a statement id that it has already", async () => {
    await createFunction(cloud, "charge", source);
    await cloud.lambda.send(new AddPermissionCommand(statement));

    await expect(cloud.lambda.send(new AddPermissionCommand(statement))).rejects.toMatchObject({
      name: "ResourceConflictException",
      message: expect.stringMatching(/^The statement id \(rule\) provided already exists/),
    });
  });

  test.each([
    // "Control access to Lambda function URLs": with NONE the policy must say so; without a type it would be for any.
    [{ Action: "lambda:InvokeFunctionUrl", Principal: "*" }, /^FunctionUrlAuthType is required/],
    [{ FunctionUrlAuthType: "NONE" as const }, /only supported for lambda:InvokeFunctionUrl action$/],
    [{ Action: "lambda:InvokeFunctionUrl", InvokedViaFunctionUrl: true }, /only supported for lambda:InvokeFunction /],
    [{ Principal: "event.amazonaws.com" }, /^The provided principal was invalid/],
    [{ Principal: "arn:aws:iam::000000000000:role/nobody" }, /^The provided principal was invalid/],
    // The patterns of AWS's service model.
    [{ SourceArn: "BookingCreatedRule" }, /'BookingCreatedRule' at 'sourceArn'/],
    [{ SourceAccount: "1234" }, /'1234' at 'sourceAccount'/],
    [{ PrincipalOrgID: "acme" }, /'acme' at 'principalOrgID'/],
  ])("refuses %j", async (changes, message) => {
    await createFunction(cloud, "charge", source);

    await expect(cloud.lambda.send(new AddPermissionCommand({ ...statement, ...changes }))).rejects.toThrow(message);
  });

  test("checks what it is given before it looks for the function", async () => {
    const call = new AddPermissionCommand({ ...statement, FunctionName: "nobody", StatementId: "a b" });

    await expect(cloud.lambda.send(call)).rejects.toMatchObject({ name: "ValidationException" });
  });
});
