import {
  AddPermissionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  RemovePermissionCommand,
  SetTopicAttributesCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createTopic, publish, subscribeEmail, subscribeQueue, topicArn } from "./test-support.ts";

/** Follows "CreateTopic", "GetTopicAttributes" and "SetTopicAttributes". */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test("creating an existing topic returns its ARN", async () => {
  expect(await createTopic(cloud)).toBe(topicArn);
  expect(await createTopic(cloud)).toBe(topicArn);
  expect((await cloud.sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn: topicArn }]);
});

test("creating an existing topic fails with other tags", async () => {
  await createTopic(cloud);

  await expect(
    cloud.sns.send(new CreateTopicCommand({ Name: "notices", Tags: [{ Key: "step", Value: "6" }] })),
  ).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Invalid parameter: Tags Reason: Topic already exists with different tags",
  });
});

test.each([
  ["a space in its name", { Name: "no tices" }, "Invalid parameter: Topic Name"],
  ["a FIFO name without the attribute", { Name: "notices.fifo" }, "Invalid parameter: Topic Name"],
  [
    "the FIFO attribute without the name",
    { Name: "notices", Attributes: { FifoTopic: "true" } },
    "Invalid parameter: Fifo Topic names must end with .fifo",
  ],
  [
    "an attribute of FIFO topics",
    { Name: "n", Attributes: { ContentBasedDeduplication: "true" } },
    "Invalid parameter: ContentBasedDeduplication",
  ],
  ["an unknown attribute", { Name: "n", Attributes: { Color: "red" } }, "Invalid parameter: AttributeName"],
  ["an invalid policy", { Name: "n", Attributes: { Policy: "{}" } }, "Invalid parameter: Policy Error"],
])("refuses a topic with %s", async (_what, input, message) => {
  await expect(cloud.sns.send(new CreateTopicCommand(input))).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringContaining(message),
  });
});

test("a topic shows default attributes and those that were set", async () => {
  await createTopic(cloud);
  await subscribeEmail(cloud);
  await cloud.sns.send(
    new SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName: "DisplayName", AttributeValue: "Tickets" }),
  );

  const { Attributes } = await cloud.sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));

  expect(Attributes).toMatchObject({ TopicArn: topicArn, DisplayName: "Tickets", SubscriptionsPending: "1" });
  expect(JSON.parse(Attributes!.Policy!).Id).toBe("__default_policy_ID");
});

test("a topic stores tags", async () => {
  await createTopic(cloud);
  const Tags = [
    { Key: "step", Value: "6" },
    { Key: "team", Value: "n" },
  ];

  await cloud.sns.send(new TagResourceCommand({ ResourceArn: topicArn, Tags }));
  await cloud.sns.send(new UntagResourceCommand({ ResourceArn: topicArn, TagKeys: ["team"] }));

  const answer = await cloud.sns.send(new ListTagsForResourceCommand({ ResourceArn: topicArn }));
  expect(answer.Tags).toEqual([{ Key: "step", Value: "6" }]);
});

test("permissions are added and removed by label", async () => {
  await createTopic(cloud);
  await cloud.sns.send(
    new AddPermissionCommand({
      TopicArn: topicArn,
      Label: "friend",
      AWSAccountId: ["111111111111"],
      ActionName: ["Publish"],
    }),
  );
  const labels = async () => {
    const { Attributes } = await cloud.sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
    return JSON.parse(Attributes!.Policy!).Statement.map(({ Sid }: { Sid: string }) => Sid);
  };
  expect(await labels()).toEqual(["__default_statement_ID", "friend"]);

  await cloud.sns.send(new RemovePermissionCommand({ TopicArn: topicArn, Label: "friend" }));

  expect(await labels()).toEqual(["__default_statement_ID"]);
});

test("deleting a topic deletes its subscriptions, and publishing to it fails", async () => {
  await createTopic(cloud);
  await subscribeQueue(cloud);
  await cloud.sns.send(new DeleteTopicCommand({ TopicArn: topicArn }));

  expect((await cloud.sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
  await expect(publish(cloud, "x")).rejects.toMatchObject({
    name: "NotFoundException",
    message: "Topic does not exist",
  });
});
