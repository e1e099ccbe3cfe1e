import { ConfirmSubscriptionCommand, ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import type { OutboxMessage } from "./index.ts";
import { createTopic, publish, subscribeEmail, topicArn } from "./test-support.ts";

/** Follows "Confirm an Amazon SNS subscription". */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test("an e-mail address receives nothing before it is confirmed", async () => {
  await createTopic(cloud);
  expect(await subscribeEmail(cloud)).toBe("pending confirmation");
  await publish(cloud, "too early");

  const { Subscriptions } = await cloud.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  expect(Subscriptions).toMatchObject([{ SubscriptionArn: "PendingConfirmation", Endpoint: "cust001@example.com" }]);
  expect(await outbox(cloud)).toMatchObject([{ type: "SubscriptionConfirmation", to: "cust001@example.com" }]);
});

test("an e-mail address is confirmed by the token in the outbox, then receives messages", async () => {
  await createTopic(cloud);
  await subscribeEmail(cloud);
  const [{ token: Token } = {}] = await outbox(cloud);
  await cloud.sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token }));

  await publish(cloud, "Ticket TKT-B123", { Subject: "Your ticket" });
  await cloud.clock.settle();

  expect(await outbox(cloud)).toMatchObject([
    { type: "SubscriptionConfirmation" },
    { type: "Notification", subject: "Your ticket", body: expect.stringContaining("Ticket TKT-B123") },
  ]);
});

test("an e-mail address is confirmed by opening the link", async () => {
  await createTopic(cloud);
  await subscribeEmail(cloud);
  const [{ confirmUrl } = {}] = await outbox(cloud);

  const answer = await fetch(confirmUrl!);

  expect(answer.status).toBe(200);
  const { Subscriptions } = await cloud.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  expect(Subscriptions?.[0]?.SubscriptionArn).toMatch(`${topicArn}:`);
});

test("a wrong token confirms nothing", async () => {
  await createTopic(cloud);
  await subscribeEmail(cloud);

  await expect(
    cloud.sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: "0".repeat(64) })),
  ).rejects.toMatchObject({ name: "InvalidParameterException", message: "Invalid parameter: Token" });
  expect((await fetch(`${cloud.endpoint}/_local/outbox/confirm/0000`)).status).toBe(404);
});

async function outbox(cloud: TestCloud): Promise<OutboxMessage[]> {
  const answer = await fetch(`${cloud.endpoint}/_local/outbox?to=cust001@example.com`);
  return ((await answer.json()) as { messages: OutboxMessage[] }).messages;
}
