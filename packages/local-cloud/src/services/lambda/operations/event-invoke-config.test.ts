import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { allow, createFunction } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { arn, named, source } from "./fixtures/charge.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
});
afterEach(() => cloud.close());

describe("an event invoke configuration", () => {
  const queue = "arn:aws:sqs:us-east-1:000000000000:failed";
  const DestinationConfig = { OnFailure: { Destination: queue } };

  test("is put whole, updated in part, and deleted", async () => {
    await createFunction(cloud, "charge", source);
    await cloud.lambda.send(
      new PutFunctionEventInvokeConfigCommand({ ...named, MaximumRetryAttempts: 1, DestinationConfig }),
    );
    await cloud.lambda.send(new UpdateFunctionEventInvokeConfigCommand({ ...named, MaximumEventAgeInSeconds: 60 }));
    const config = await cloud.lambda.send(new GetFunctionEventInvokeConfigCommand(named));

    expect(config).toMatchObject({
      FunctionArn: `${arn}:$LATEST`,
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: queue } },
    });
    expect(config.LastModified).toEqual(new Date(Date.UTC(2026, 0, 1, 12)));
    await cloud.lambda.send(new DeleteFunctionEventInvokeConfigCommand(named));
    await expect(cloud.lambda.send(new GetFunctionEventInvokeConfigCommand(named))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("is refused when the function's role may not send to the destination", async () => {
    await createFunction(cloud, "charge", source, { statements: [] });
    const put = () => cloud.lambda.send(new PutFunctionEventInvokeConfigCommand({ ...named, DestinationConfig }));

    await expect(put()).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: `The function's execution role does not have permissions to call SendMessage on ${queue}`,
    });
    await allow(cloud, "charge-role", [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: queue }]);
    await expect(put()).resolves.toBeDefined();
  });

  test.each([
    [{ MaximumRetryAttempts: 3 }, /'3' at 'maximumRetryAttempts'/],
    [{ MaximumEventAgeInSeconds: 59 }, /'59' at 'maximumEventAgeInSeconds'/],
    [
      { DestinationConfig: { OnFailure: { Destination: "arn:aws:dynamodb:us-east-1:000000000000:table/t" } } },
      /is invalid/,
    ],
    [{ DestinationConfig: { OnFailure: { Destination: arn } } }, /destination for itself/],
  ])("refuses %j", async (input, message) => {
    await createFunction(cloud, "charge", source);

    await expect(cloud.lambda.send(new PutFunctionEventInvokeConfigCommand({ ...named, ...input }))).rejects.toThrow(
      message,
    );
  });
});
