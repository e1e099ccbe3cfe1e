import { GetSubscriptionAttributesCommand, SetSubscriptionAttributesCommand } from "@aws-sdk/client-sns";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createQueue, createTopic, messagesIn, publish, subscribeQueue } from "./test-support.ts";

/** Follows "Amazon SNS subscription filter policies". */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test.each([
  ["exact", { kind: ["ticket"] }, { kind: text("ticket") }, { kind: text("refund") }],
  ["prefix", { kind: [{ prefix: "tick" }] }, { kind: text("ticket") }, { kind: text("a ticket") }],
  ["anything-but", { kind: [{ "anything-but": ["a"] }] }, { kind: text("b") }, { kind: text("a") }],
  ["numeric", { price: [{ numeric: [">", 100] }] }, { price: number("300") }, { price: number("100") }],
  ["a number, not a string", { price: [300] }, { price: number("300") }, { price: text("300") }],
  ["exists", { kind: [{ exists: true }] }, { kind: text("x") }, { other: text("x") }],
  ["absent", { kind: [{ exists: false }] }, { other: text("x") }, { kind: text("x") }],
  ["an array", { to: ["b"] }, { to: array('["a","b"]') }, { to: array('["a","c"]') }],
  ["two keys", { a: ["1"], b: ["2"] }, { a: text("1"), b: text("2") }, { a: text("1") }],
])("filters by attributes: %s", async (_what, policy, passing, filtered) => {
  await createTopic(cloud);
  await createQueue(cloud, "inbox");
  await subscribeQueue(cloud, { RawMessageDelivery: "true", FilterPolicy: JSON.stringify(policy) });

  await publish(cloud, "passes", { MessageAttributes: passing });
  await publish(cloud, "does not", { MessageAttributes: filtered });

  expect((await messagesIn(cloud, "inbox")).map(({ Body }) => Body)).toEqual(["passes"]);
});

test("a filter on the body matches JSON bodies, and nothing else", async () => {
  await createTopic(cloud);
  await createQueue(cloud, "inbox");
  await subscribeQueue(cloud, {
    RawMessageDelivery: "true",
    FilterPolicyScope: "MessageBody",
    FilterPolicy: JSON.stringify({ booking: { status: ["TICKETED"] } }),
  });

  for (const message of ['{"booking":{"status":"TICKETED"}}', '{"booking":{"status":"PENDING"}}', "TICKETED"]) {
    await publish(cloud, message);
  }

  expect((await messagesIn(cloud, "inbox")).map(({ Body }) => Body)).toEqual(['{"booking":{"status":"TICKETED"}}']);
});

test.each([
  ["a string that is not JSON", "kind", "FilterPolicy: failed to parse JSON."],
  ["a value outside an array", '{"kind":"ticket"}', '"kind" must be an object or an array'],
  ["nesting, for attributes", '{"a":{"b":["c"]}}', "does not support nested filter policy"],
  ["a wildcard", '{"kind":[{"wildcard":"t*"}]}', "Unrecognized match type wildcard"],
  ["six keys", '{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}', "can not have more than 5 keys"],
  ["151 values", JSON.stringify({ a: values(151) }), "Filter policy is too complex"],
  ["13 times 12 values", JSON.stringify({ a: values(13), b: values(12) }), "Filter policy is too complex"],
])("refuses a filter policy with %s", async (_what, FilterPolicy, message) => {
  await createTopic(cloud);

  await expect(subscribeQueue(cloud, { FilterPolicy })).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringContaining(message),
  });
});

/** Follows "Filter policy constraints in Amazon SNS". */
test("a filter policy may have 150 combinations of values, which depth multiplies, and more than 4096 characters", async () => {
  const kinds = values(150).map((value) => value.padEnd(40, "x"));
  await createTopic(cloud);
  await createQueue(cloud, "inbox");

  await subscribeQueue(cloud, { RawMessageDelivery: "true", FilterPolicy: JSON.stringify({ kind: kinds }) });
  await publish(cloud, "passes", { MessageAttributes: { kind: text(kinds[149]!) } });

  expect(await messagesIn(cloud, "inbox")).toHaveLength(1);
  // (4 values x depth 3) x (3 x depth 2) x 3 = 216; without the last three it is 72.
  const nested = { a: { b: { c: values(4) } }, d: { e: values(3) } };
  const byBody = (FilterPolicy: object) =>
    subscribeQueue(cloud, { FilterPolicyScope: "MessageBody", FilterPolicy: JSON.stringify(FilterPolicy) }, "other");
  await createQueue(cloud, "other");
  await expect(byBody({ ...nested, f: values(3) })).rejects.toMatchObject({
    message: expect.stringContaining("Filter policy is too complex"),
  });
  await expect(byBody(nested)).resolves.toBeDefined();
});

test("an empty filter policy removes the filter", async () => {
  await createTopic(cloud);
  await createQueue(cloud, "inbox");
  const SubscriptionArn = await subscribeQueue(cloud, { FilterPolicy: '{"kind":["ticket"]}' });
  const attributes = async () => {
    const answer = await cloud.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    return answer.Attributes;
  };
  expect(await attributes()).toMatchObject({ FilterPolicyScope: "MessageAttributes", PendingConfirmation: "false" });

  await cloud.sns.send(
    new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue: "{}" }),
  );

  expect(await attributes()).not.toHaveProperty("FilterPolicy");
  await publish(cloud, "x");
  expect(await messagesIn(cloud, "inbox")).toHaveLength(1);
});

function values(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}

function text(StringValue: string) {
  return { DataType: "String", StringValue };
}

function number(StringValue: string) {
  return { DataType: "Number", StringValue };
}

function array(StringValue: string) {
  return { DataType: "String.Array", StringValue };
}
