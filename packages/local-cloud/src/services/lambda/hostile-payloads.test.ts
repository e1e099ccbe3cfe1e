import {
  AddPermissionCommand,
  CreateFunctionUrlConfigCommand,
  InvokeCommand,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFunction, invokeLater } from "../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
});
afterEach(() => cloud.close());

/** As text: the function's own JSON.stringify would overflow. */
const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

async function urlOf(source: string): Promise<string> {
  await createFunction(cloud, "f", source);
  const open = { FunctionName: "f", Principal: "*" };
  await cloud.lambda.send(
    new AddPermissionCommand({
      ...open,
      StatementId: "url",
      Action: "lambda:InvokeFunctionUrl",
      FunctionUrlAuthType: "NONE",
    }),
  );
  await cloud.lambda.send(
    new AddPermissionCommand({
      ...open,
      StatementId: "run",
      Action: "lambda:InvokeFunction",
      InvokedViaFunctionUrl: true,
    }),
  );
  const { FunctionUrl } = await cloud.lambda.send(
    new CreateFunctionUrlConfigCommand({ FunctionName: "f", AuthType: "NONE" }),
  );
  return FunctionUrl!;
}

test.each(["RequestResponse", "Event"] as const)("refuses a payload that nests 20,000 deep: %s", async (type) => {
  await createFunction(cloud, "f", "export const handler = async () => 1;");
  const call = { FunctionName: "f", InvocationType: type, Payload: Buffer.from(deep(20_000)) };

  await expect(cloud.lambda.send(new InvokeCommand(call))).rejects.toMatchObject({
    name: "InvalidRequestContentException",
    message: "Could not parse request body into json: it nests more than 1000 deep",
  });
});

test("a response that nests too deep reaches the destination as text", async () => {
  await cloud.sqs.send(new CreateQueueCommand({ QueueName: "results" }));
  await createFunction(cloud, "f", `export const handler = async () => JSON.parse(${JSON.stringify(deep(2000))});`);
  const DestinationConfig = { OnSuccess: { Destination: "arn:aws:sqs:us-east-1:000000000000:results" } };
  await cloud.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "f", DestinationConfig }));

  await invokeLater(cloud, "f", {});
  await cloud.clock.settle();

  const QueueUrl = `${cloud.endpoint}/000000000000/results`;
  const { Messages } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(JSON.parse(Messages![0]!.Body!)).toMatchObject({ responsePayload: deep(2000) });
});

test.each([
  ["a header with a line break", `{ statusCode: 200, headers: { "x-name": "a\\r\\nset-cookie: b" } }`],
  ["a header name with a space", `{ statusCode: 200, headers: { "x name": "a" } }`],
  ["a body that nests too deep", `{ statusCode: 200, body: JSON.parse(${JSON.stringify(deep(2000))}) }`],
])("a function URL answers 502 to %s", async (_, response) => {
  const url = await urlOf(`export const handler = async () => (${response});`);

  const answer = await cloud.track((headers) => fetch(url, { headers }));

  expect(answer.status).toBe(502);
  expect(await answer.json()).toEqual({ Message: "Internal Server Error" });
});
