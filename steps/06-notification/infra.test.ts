import { beforeAll, expect, test } from "vitest";
import { type MockedStack, mockedStack, type Statement } from "../../test/support/mocked-stack.ts";
import { allowsService, checkAllowsService } from "../../test/support/service-access.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 6 });
});

const topicArn = "arn:aws:sns:us-east-1:000000000000:CustomerNotifications";
const inboxArn = "arn:aws:sqs:us-east-1:000000000000:CustomerInbox";
/** What SNS does with a message of the topic. */
const sending = {
  service: "sns.amazonaws.com",
  action: "sqs:SendMessage",
  resource: inboxArn,
  sourceArn: topicArn,
};

test("6.1 subscribes the inbox to the topic", () => {
  const { topic, endpoint } = stack.one("TopicSubscription", { protocol: "sqs" }).inputs;

  expect(topic, `topic is ${kindOf(topic, "the topic's")}, but SNS knows a topic by its ARN`).toBe(topicArn);
  expect(endpoint, `endpoint is ${kindOf(endpoint, "the queue's")}, but SNS knows a queue by its ARN`).toBe(inboxArn);
});

test("6.1 delivers the message as it was published, without SNS's envelope", () => {
  const { rawMessageDelivery } = stack.one("TopicSubscription", { protocol: "sqs" }).inputs;

  expect(
    rawMessageDelivery,
    "the inbox gets the envelope of SNS: without rawMessageDelivery the message is wrapped in a JSON document",
  ).toBe(true);
});

test("6.2 lets SNS send to the inbox", () => {
  const statements = inboxStatements();

  expect(
    statements.length > 0,
    "the queue policy has no statement: without one, SNS cannot send to the queue, and drops the message",
  ).toBe(true);
  checkAllowsService(statements, sending);
});

test("6.2 lets only this topic send to the inbox, and nothing more", () => {
  const statements = inboxStatements();
  const [otherTopic, reading] = [{ sourceArn: `${topicArn}-of-others` }, { action: "sqs:ReceiveMessage" }];

  expect(
    allowsService(statements, { ...sending, ...otherTopic }),
    "every topic of every account may send: without a Condition on aws:SourceArn, the statement allows SNS for all of them",
  ).toBe(false);
  expect(
    allowsService(statements, { ...sending, ...reading }),
    "the statement allows more than to send: Action lists what the topic may do",
  ).toBe(false);
});

test("6.3 sends TicketIssued to Notification and Booking with one rule", () => {
  const targets = stack
    .all("EventTarget", { rule: "TicketIssuedRule" })
    .map(({ inputs }) => inputs.arn.split(":").at(-1));

  expect(
    targets.sort(),
    "TicketIssued must reach both functions: `to` is a list, and this rule delivers to each function in it",
  ).toEqual(["booking-track", "notification-send"]);
});

test("6.3 does not change the producer", async () => {
  const before = await mockedStack({ step: 5 });

  for (const type of ["Function", "RolePolicy"]) {
    const [was, is] = [before, stack].map((it) =>
      it.resources.find((r) => r.type === type && r.parent === "ticket-issue"),
    );
    expect(is?.inputs).toEqual(was?.inputs);
  }
});

//#region 6.4 Test that each function can use only its own service's table
//- test.todo("6.4 lets each function use only its own service's table");
test.each([
  ["booking-api", "BookingTable"],
  ["booking-track", "BookingTable"],
  ["payment-charge", "PaymentTable"],
  ["seat-assign", "SeatTable"],
  ["ticket-issue", "TicketTable"],
  ["notification-send", "NotificationTable"],
])("6.4 lets %s use %s and no other table", (name, table) => {
  const onTables = stack.statementsOf(name).filter(({ Action }) => String(Action).includes("dynamodb:"));

  expect(onTables.map(({ Resource }) => Resource)).toEqual([`arn:aws:dynamodb:us-east-1:000000000000:table/${table}`]);
});
//#endregion

test("also sends notifications by e-mail if the stack has an address", async () => {
  const withEmail = await mockedStack({ step: 6, notificationEmail: "ada@example.com" });

  expect(stack.all("TopicSubscription", { protocol: "email" })).toEqual([]);
  expect(withEmail.one("TopicSubscription", { protocol: "email" }).inputs).toMatchObject({
    topic: topicArn,
    endpoint: "ada@example.com",
  });
});

test("6.1 creates the inbox policy before the subscription, so that the first message arrives", () => {
  expect(
    stack.one("TopicSubscription", { protocol: "sqs" }).after,
    "the subscription may be created before the policy: SNS then sends, the queue refuses, and the message is lost",
  ).toContain("inbox-policy");
});

/** "the queue's URL" */
function kindOf(value: string, owner: string): string {
  if (value.startsWith("arn:")) return "another ARN";
  return `${owner} ${value.startsWith("https:") ? "URL" : "name"}`;
}

function inboxStatements(): Statement[] {
  return [JSON.parse(stack.one("QueuePolicy").inputs.policy).Statement].flat();
}
