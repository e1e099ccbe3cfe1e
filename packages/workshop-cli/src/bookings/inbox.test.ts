import { CreateQueueCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { startTestCloud } from "@event-choreography/local-cloud/testing";
import { expect, test } from "vitest";
import { findInInbox } from "./inbox.ts";

test("finds the newest of more messages than SQS returns at once, and leaves all of them there", async () => {
  const cloud = await startTestCloud();
  try {
    const { sqs } = cloud;
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "CustomerInbox" }));
    for (let number = 1; number <= 25; number++) {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `Booking B${number}.` }));
    }

    expect(await findInInbox({ sqs }, QueueUrl, "B25.", { isLocal: true })).toBe("Booking B25.");
    expect(await findInInbox({ sqs }, QueueUrl, "B1.", { isLocal: true })).toBe("Booking B1.");
    expect(await findInInbox({ sqs }, QueueUrl, "B26.", { isLocal: true })).toBeUndefined();
  } finally {
    await cloud.close();
  }
});
