import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  ListFunctionEventInvokeConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { allow, createFunction } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { arn, named, source } from "./fixtures/charge.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
});
afterEach(() => cloud.close());

const to = (resource: string) => `arn:aws:${resource}`;

describe("an event invoke configuration", () => {
  const queue = "arn:aws:sqs:us-east-1:000000000000:failed";
  const DestinationConfig = { OnFailure: { Destination: queue } };

  beforeEach(async () => void (await cloud.sqs.send(new CreateQueueCommand({ QueueName: "failed" }))));

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
    [
      { DestinationConfig: { OnSuccess: { Destination: to("sns:us-east-1:000000000000:a.fifo") } } },
      /^FIFO-type Amazon SNS/,
    ],
    // As recorded from AWS.
    [{}, /^You must specify at least one of error handling or destination setting\.$/],
  ])("refuses %j", async (input, message) => {
    await createFunction(cloud, "charge", source);

    await expect(cloud.lambda.send(new PutFunctionEventInvokeConfigCommand({ ...named, ...input }))).rejects.toThrow(
      message,
    );
  });

  test.each([
    to("lambda:us-east-1:000000000000:function:nobody"),
    to("sqs:us-east-1:000000000000:nobody"),
    to("sns:us-east-1:000000000000:nobody"),
    to("events:us-east-1:000000000000:event-bus/nobody"),
  ])("refuses %s, which does not exist", async (Destination) => {
    await createFunction(cloud, "charge", source);
    const call = new PutFunctionEventInvokeConfigCommand({
      ...named,
      DestinationConfig: { OnFailure: { Destination } },
    });

    await expect(cloud.lambda.send(call)).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: `The destination ARN ${Destination} is invalid.`, // as recorded from AWS for a function
    });
  });

  test("names a topic, a bus or another function that exists", async () => {
    const other = await createFunction(cloud, "other", source);
    await createFunction(cloud, "charge", source);
    const { TopicArn } = await cloud.sns.send(new CreateTopicCommand({ Name: "failures" }));
    for (const Destination of [TopicArn, other, to("events:us-east-1:000000000000:event-bus/default")]) {
      const config = { ...named, DestinationConfig: { OnFailure: { Destination } } };

      await expect(cloud.lambda.send(new PutFunctionEventInvokeConfigCommand(config))).resolves.toMatchObject({
        DestinationConfig: { OnFailure: { Destination } },
      });
    }
  });

  test("is listed in pages, of which there is one", async () => {
    await createFunction(cloud, "charge", source);
    const list = (input: object) =>
      cloud.lambda.send(new ListFunctionEventInvokeConfigsCommand({ ...named, ...input }));
    expect((await list({})).FunctionEventInvokeConfigs).toEqual([]);
    await cloud.lambda.send(new PutFunctionEventInvokeConfigCommand({ ...named, MaximumRetryAttempts: 1 }));
    const page = await list({ MaxItems: 1 });

    expect(page.FunctionEventInvokeConfigs).toMatchObject([{ FunctionArn: `${arn}:$LATEST`, MaximumRetryAttempts: 1 }]);
    expect(page.NextMarker).toBeUndefined();
    await expect(list({ MaxItems: 51 })).rejects.toThrow(/'51' at 'maxItems'.* less than or equal to 50$/);
    await expect(list({ Marker: "made-up" })).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  });
});
