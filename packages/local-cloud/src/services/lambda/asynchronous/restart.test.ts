import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Cloud, startCloud } from "../../../cloud/start-cloud.ts";
import type { VirtualClock } from "../../../core/virtual-clock.ts";
import { zip } from "../../../testing/functions.ts";

let folder: string;
let cloud: Cloud;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "restart-"));
  cloud = await start();
});
afterEach(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

function start(): Promise<Cloud> {
  return startCloud({ folder, clock: "virtual", lambda: { proactiveInitialization: false } });
}

function call<Output>(operation: string, input: object, service: "lambda" | "iam" | "sqs" = "lambda"): Promise<Output> {
  return cloud.account.call({ service, operation, input, principal: { kind: "account", accountId: cloud.account.id } });
}

async function createFunction(source: string): Promise<void> {
  const service = { Service: "lambda.amazonaws.com" };
  const trust = { Statement: [{ Effect: "Allow", Principal: service, Action: "sts:AssumeRole" }] };
  const permissions = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  const role = await call<{ Role: { Arn: string } }>(
    "CreateRole",
    { RoleName: "charge", AssumeRolePolicyDocument: JSON.stringify(trust) },
    "iam",
  );
  const PolicyDocument = JSON.stringify(permissions);
  await call("PutRolePolicy", { RoleName: "charge", PolicyName: "all", PolicyDocument }, "iam");
  await call("CreateFunction", {
    FunctionName: "charge",
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Role: role.Role.Arn,
    Code: { ZipFile: Buffer.from(zip(source)).toString("base64") },
  });
}

function advance(ms: number): Promise<void> {
  return (cloud.clock as VirtualClock).advance(ms);
}

test("retries a pending event after a restart, with the stored code", async () => {
  await createFunction("export const handler = async () => { throw new Error('again'); };");
  const { QueueUrl } = await call<{ QueueUrl: string }>("CreateQueue", { QueueName: "failed" }, "sqs");
  await call("PutFunctionEventInvokeConfig", {
    FunctionName: "charge",
    DestinationConfig: { OnFailure: { Destination: `arn:aws:sqs:us-east-1:${cloud.account.id}:failed` } },
  });
  await call("Invoke", { FunctionName: "charge", InvocationType: "Event" });
  await advance(1000);

  await cloud.close();
  cloud = await start();
  await advance(10 * 60_000);

  const { Messages } = await call<{ Messages?: Array<{ Body: string }> }>(
    "ReceiveMessage",
    { QueueUrl: QueueUrl.replace(/^http:\/\/[^/]+/, cloud.endpoint) },
    "sqs",
  );
  expect(JSON.parse(Messages![0]!.Body).requestContext).toMatchObject({
    condition: "RetriesExhausted",
    approximateInvokeCount: 3,
  });
});
