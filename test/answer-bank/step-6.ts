// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { type Answer, broken, inExercise, notYet, replace, write } from "./answer.ts";

const ownTable = `test.each([["notification-send", "NotificationTable"]])("6.4 lets %s touch %s, and no other table", (name, table) => {
  const onTables = stack.statementsOf(name).filter(({ Action }) => String(Action).includes("dynamodb:"));
  expect(onTables.map(({ Resource }) => Resource)).toEqual([\`arn:aws:dynamodb:us-east-1:000000000000:table/\${table}\`]);
});`;

export const step6: Answer[] = [
  ...inExercise(
    "6.1",
    notYet("does not subscribe the inbox", write("void inboxPolicy;"), [
      "TopicSubscription",
      "It declares no TopicSubscription",
    ]),
    notYet("keeps SNS's envelope", replace(", rawMessageDelivery: true", ""), ["without rawMessageDelivery"]),
    notYet("uses the queue's URL instead of its ARN", replace("endpoint: inbox.arn", "endpoint: inbox.url"), [
      "endpoint is the queue's ARN",
      "inbox.arn",
    ]),
    notYet("subscribes the inbox before it lets the topic send", replace("    { dependsOn: [inboxPolicy] },\n", ""), [
      "dependsOn: [inboxPolicy]",
    ]),
  ),
  ...inExercise(
    "6.2",
    notYet("lets no one send to the inbox", write("// SNS"), ["the queue policy has no statement"]),
    notYet(
      "lets every topic send to the inbox: the condition is missing",
      replace('          Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },\n', ""),
      ["aws:SourceArn", "every topic of every account"],
    ),
    notYet(
      "lets the inbox itself send, not the topic",
      replace('"aws:SourceArn": topic.arn', '"aws:SourceArn": inbox.arn'),
      ["CustomerInbox", "CustomerNotifications"],
    ),
    notYet("lets EventBridge send, and not SNS", replace('"sns.amazonaws.com"', '"events.amazonaws.com"'), [
      "events.amazonaws.com",
      "sns.amazonaws.com",
    ]),
  ),
  ...inExercise(
    "6.3",
    notYet("delivers the ticket to Notification alone", write("// bookingTrack"), [
      "to: [notificationSend, bookingTrack]",
    ]),
    broken(
      "passes the function's name instead of the function",
      write('"booking-track",'),
      ["ServiceFunction"],
      '"booking-track",',
    ),
  ),
  ...inExercise(
    "6.4",
    notYet(
      "writes a test that asserts nothing",
      write('test("6.4 lets each function touch its own table", () => {\n  stack.statementsOf("ticket-issue");\n});'),
      ["does not notice that the notification function may write to the Booking service's table"],
    ),
    notYet("tests one of the functions", write(ownTable), [
      "does not notice that the ticket function may write to every table",
    ]),
  ),
];
