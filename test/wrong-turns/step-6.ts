// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code as a learner writes it
import type { WrongTurn } from "./wrong-turn.ts";

const ownTable = `test.each([["notification-send", "NotificationTable"]])("6.4 lets %s touch %s, and no other table", (name, table) => {
  const onTables = stack.statementsOf(name).filter(({ Action }) => String(Action).includes("dynamodb:"));
  expect(onTables.map(({ Resource }) => Resource)).toEqual([\`arn:aws:dynamodb:us-east-1:000000000000:table/\${table}\`]);
});`;

export const step6: WrongTurn[] = [
  {
    turn: "does not subscribe the inbox",
    exercise: "6.1",
    edit: { body: "void inboxPolicy;" },
    outcome: "not yet",
    says: ["TopicSubscription", "It makes no TopicSubscription at all"],
  },
  {
    turn: "leaves SNS's envelope on",
    exercise: "6.1",
    edit: { find: ", rawMessageDelivery: true", replace: "" },
    outcome: "not yet",
    says: ["without rawMessageDelivery"],
  },
  {
    turn: "gives the queue's URL, where its ARN belongs",
    exercise: "6.1",
    edit: { find: "endpoint: inbox.arn", replace: "endpoint: inbox.url" },
    outcome: "not yet",
    says: ["endpoint is the queue's ARN", "inbox.arn"],
  },
  {
    turn: "subscribes the inbox before it lets the topic send",
    exercise: "6.1",
    edit: { find: "    { dependsOn: [inboxPolicy] },\n", replace: "" },
    outcome: "not yet",
    says: ["dependsOn: [inboxPolicy]"],
  },
  {
    turn: "lets nobody send to the inbox",
    exercise: "6.2",
    edit: { body: "// SNS" },
    outcome: "not yet",
    says: ["the queue policy has no statement"],
  },
  {
    turn: "lets every topic send to the inbox: no condition",
    exercise: "6.2",
    edit: { find: '          Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },\n', replace: "" },
    outcome: "not yet",
    says: ["aws:SourceArn", "every topic of every account"],
  },
  {
    turn: "lets the inbox itself send, not the topic",
    exercise: "6.2",
    edit: { find: '"aws:SourceArn": topic.arn', replace: '"aws:SourceArn": inbox.arn' },
    outcome: "not yet",
    says: ["CustomerInbox", "CustomerNotifications"],
  },
  {
    turn: "lets EventBridge send, and not SNS",
    exercise: "6.2",
    edit: { find: '"sns.amazonaws.com"', replace: '"events.amazonaws.com"' },
    outcome: "not yet",
    says: ["events.amazonaws.com", "sns.amazonaws.com"],
  },
  {
    turn: "tells Notification alone of the ticket",
    exercise: "6.3",
    edit: { body: "// bookingTrack" },
    outcome: "not yet",
    says: ["to: [notificationSend, bookingTrack]"],
  },
  {
    turn: "gives the name of the function, not the function",
    exercise: "6.3",
    edit: { body: '"booking-track",' },
    outcome: "broken",
    says: ["ServiceFunction"],
    at: '"booking-track",',
  },
  {
    turn: "writes a test that asserts nothing",
    exercise: "6.4",
    edit: {
      body: 'test("6.4 lets each function touch its own table", () => {\n  stack.statementsOf("ticket-issue");\n});',
    },
    outcome: "not yet",
    says: ["does not notice that the notification function may write to the Booking service's table"],
  },
  {
    turn: "tests one of the functions",
    exercise: "6.4",
    edit: { body: ownTable },
    outcome: "not yet",
    says: ["does not notice that the ticket function may write to every table"],
  },
];
