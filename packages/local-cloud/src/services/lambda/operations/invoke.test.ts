import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteRoleCommand, DeleteRolePolicyCommand } from "@aws-sdk/client-iam";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFunction, createRole, invoke } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { arn, named, source } from "./fixtures/charge.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
});
afterEach(() => cloud.close());

describe("Invoke", () => {
  test.each(["charge", "function:charge", "000000000000:function:charge", arn, `${arn}:$LATEST`])(
    "finds the function by %s",
    async (name) => {
      await createFunction(cloud, "charge", source);

      expect((await invoke(cloud, name)).payload).toBe("first");
    },
  );

  test("only checks the request in a dry run", async () => {
    await createFunction(cloud, "charge", source);

    expect((await cloud.lambda.send(new InvokeCommand({ ...named, InvocationType: "DryRun" }))).StatusCode).toBe(204);
  });

  test("refuses a payload that is not JSON", async () => {
    await createFunction(cloud, "charge", source);

    await expect(cloud.lambda.send(new InvokeCommand({ ...named, Payload: "{" }))).rejects.toMatchObject({
      name: "InvalidRequestContentException",
    });
  });

  test("passes a client context to the function", async () => {
    await createFunction(cloud, "charge", "export const handler = async (_, context) => context.clientContext;");
    const ClientContext = Buffer.from('{"custom":{"seat":"12A"}}').toString("base64");

    const { Payload } = await cloud.lambda.send(new InvokeCommand({ ...named, ClientContext }));

    expect(JSON.parse(Payload!.transformToString())).toEqual({ custom: { seat: "12A" } });
  });

  // The message is AWS's: https://github.com/boto/boto3/issues/2153
  test.each(["no JSON", "[1]", '"text"', "null"])("refuses a client context that is %s", async (text) => {
    await createFunction(cloud, "charge", source);
    const ClientContext = Buffer.from(text).toString("base64");

    await expect(cloud.lambda.send(new InvokeCommand({ ...named, ClientContext }))).rejects.toMatchObject({
      name: "InvalidRequestContentException",
      message: "Client context must be a valid Base64-encoded JSON object.",
    });
  });

  test("refuses more than 1 MB asynchronously", async () => {
    await createFunction(cloud, "charge", source);
    const Payload = JSON.stringify("x".repeat(1_048_576));

    await expect(
      cloud.lambda.send(new InvokeCommand({ ...named, InvocationType: "Event", Payload })),
    ).rejects.toMatchObject({
      name: "RequestTooLargeException",
      message: "1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
    });
  });

  test("refuses a role without the permission, and names the role", async () => {
    await createFunction(cloud, "charge", source);
    await createRole(cloud, "stranger", []);
    const client = cloud.clientFor(
      LambdaClient,
      cloud.account.credentialsFor({
        kind: "role",
        accountId: "000000000000",
        roleName: "stranger",
        sessionName: "me",
      }),
    );

    await expect(client.send(new InvokeCommand(named))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `User: arn:aws:sts::000000000000:assumed-role/stranger/me is not authorized to perform: lambda:InvokeFunction on resource: ${arn} because no identity-based policy allows the lambda:InvokeFunction action`,
    });
  });
});

test("a function whose role was deleted still runs, without a log", async () => {
  await createFunction(cloud, "charge", source);
  await cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: "charge-role", PolicyName: "permissions" }));
  await cloud.iam.send(new DeleteRoleCommand({ RoleName: "charge-role" }));

  expect((await invoke(cloud, "charge")).payload).toBe("first");
  await cloud.clock.settle();
  expect((await cloud.logs.send(new DescribeLogGroupsCommand())).logGroups).toEqual([]);
});
