import { CreateTopicCommand, PublishCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { MemoryStore, startTestCloud, type TestCloud } from "../../../testing/index.ts";

async function subscribeQueue(cloud: TestCloud): Promise<{ TopicArn: string; QueueUrl: string }> {
  const { TopicArn } = await cloud.sns.send(new CreateTopicCommand({ Name: "notices" }));
  const { QueueUrl } = await cloud.sqs.send(new CreateQueueCommand({ QueueName: "inbox" }));
  const Endpoint = "arn:aws:sqs:us-east-1:000000000000:inbox";
  const allow = { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:*", Resource: Endpoint };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [allow] });
  await cloud.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await cloud.sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
  return { TopicArn: TopicArn!, QueueUrl: QueueUrl! };
}

test("a notification that waits for its next attempt is delivered after a restart", async () => {
  const store = new MemoryStore();
  const first = await startTestCloud({ store });
  const { TopicArn } = await subscribeQueue(first);
  first.faults.add({ kind: "throttle", call: "sqs.SendMessage" });
  await first.sns.send(new PublishCommand({ TopicArn, Message: "B123" }));
  await first.clock.advance(1500);
  expect([...first.account.service("sns").pending!()]).toEqual([expect.stringMatching(/^notification /)]);
  await first.close();

  await using second = await startTestCloud({ store });
  const attempts = first.faults.injections().length;
  await second.clock.settle();

  const { Messages } = await second.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: `${second.endpoint}/000000000000/inbox` }),
  );
  expect(JSON.parse(Messages![0]!.Body!)).toMatchObject({ Message: "B123" });
  expect([...second.account.service("sns").pending!()]).toEqual([]);
  expect(first.faults.injections(), "the closed cloud makes no further attempt").toHaveLength(attempts);
});
