// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
// How we came to these answers: we read chapters 1 to 6 as a newcomer would, and asked at each property what else could
// be meant by it: URL for ARN, the neighbor's ARN, the answers of steps 1 and 3, CloudFormation's names, the older
// tutorials' Principal "*". In 6.4 we wrote the tests that are quickest to write.
import { type Answer, broken, inExercise, notYet, replace, right, write } from "./answer.ts";

const ownTable = `test.each([["notification-send", "NotificationTable"]])("6.4 lets %s touch %s, and no other table", (name, table) => {
  const onTables = stack.statementsOf(name).filter(({ Action }) => String(Action).includes("dynamodb:"));
  expect(onTables.map(({ Resource }) => Resource)).toEqual([\`arn:aws:dynamodb:us-east-1:000000000000:table/\${table}\`]);
});`;

const owners = `const owners = {
  "booking-api": "BookingTable",
  "booking-track": "BookingTable",
  "payment-charge": "PaymentTable",
  "seat-assign": "SeatTable",
  "ticket-issue": "TicketTable",
  "notification-send": "NotificationTable",
};
`;

const subscribed = '{ topic: topic.arn, protocol: "sqs", endpoint: inbox.arn, rawMessageDelivery: true }';

export const step6: Answer[] = [
  ...inExercise(
    "6.1",
    right("depends on the policy without a list", replace("dependsOn: [inboxPolicy]", "dependsOn: inboxPolicy")),
    right(
      "waits for the policy with an Output, and names the topic by its id",
      write(`const endpoint = pulumi.all([inbox.arn, inboxPolicy.id]).apply(([arn]) => arn);
new aws.sns.TopicSubscription("customer", { rawMessageDelivery: true, endpoint, protocol: "sqs", topic: topic.id });`),
    ),
    notYet("does not subscribe the inbox", write("void inboxPolicy;"), [
      "TopicSubscription",
      "It declares no TopicSubscription",
    ]),
    notYet("keeps SNS's envelope", replace(", rawMessageDelivery: true", ""), ["without rawMessageDelivery"]),
    notYet("uses the queue's URL instead of its ARN", replace("endpoint: inbox.arn", "endpoint: inbox.url"), [
      "endpoint is the queue's URL",
    ]),
    notYet("uses the queue's name instead of its ARN", replace("endpoint: inbox.arn", "endpoint: inbox.name"), [
      "endpoint is the queue's name",
    ]),
    notYet("names the topic by its name", replace("topic: topic.arn, protocol", "topic: topic.name, protocol"), [
      "topic is the topic's name",
    ]),
    notYet("writes the protocol in capitals", replace('protocol: "sqs"', 'protocol: "SQS"'), ['protocol is "SQS"']),
    notYet(
      "posts to the queue's URL",
      replace('protocol: "sqs", endpoint: inbox.arn', 'protocol: "https", endpoint: inbox.url'),
      ['protocol is "https"'],
    ),
    notYet("subscribes the inbox before it lets the topic send", replace("    { dependsOn: [inboxPolicy] },\n", ""), [
      "before the policy",
    ]),
    notYet("depends on the queue, not on its policy", replace("dependsOn: [inboxPolicy]", "dependsOn: [inbox]"), [
      "before the policy",
    ]),
    broken(
      "uses CloudFormation's names",
      write(
        'new aws.sns.TopicSubscription("inbox-subscription", { topicArn: topic.arn, protocol: "sqs", endpoint: inbox.arn });',
      ),
      ["topicArn"],
    ),
    broken(
      "puts dependsOn among the arguments",
      write(
        `new aws.sns.TopicSubscription("inbox-subscription", ${subscribed.replace(" }", ", dependsOn: [inboxPolicy] }")});`,
      ),
      ["dependsOn"],
    ),
    broken("writes the switch as a string", replace("rawMessageDelivery: true", 'rawMessageDelivery: "true"'), [
      "boolean",
    ]),
    broken("passes the queue instead of its ARN", replace("endpoint: inbox.arn", "endpoint: inbox"), [
      "Queue",
      "string",
    ]),
  ),
  ...inExercise(
    "6.2",
    right(
      "compares strings, and has a Sid",
      write(`{
  Sid: "FromTheTopic",
  Effect: "Allow",
  Principal: { Service: ["sns.amazonaws.com"] },
  Action: ["sqs:SendMessage"],
  Resource: [inbox.arn],
  Condition: { StringEquals: { "aws:SourceArn": topic.arn } },
},`),
    ),
    right(
      "allows every principal and resource, and compares the topic, as older tutorials do",
      write(`{
  Effect: "Allow",
  Principal: "*",
  Action: "SQS:SendMessage",
  Resource: "*",
  Condition: { ArnLike: { "aws:SourceArn": [topic.arn] } },
},`),
    ),
    notYet("lets no one send to the inbox", write("// SNS"), ["the queue policy has no statement"]),
    notYet(
      "lets every topic send to the inbox: the condition is missing",
      replace('          Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },\n', ""),
      ["aws:SourceArn", "every topic of every account"],
    ),
    notYet(
      "lets the inbox itself send, not the topic",
      replace('"aws:SourceArn": topic.arn', '"aws:SourceArn": inbox.arn'),
      ["its Condition is", "CustomerInbox"],
    ),
    notYet(
      "names the topic in the condition by its name",
      replace('"aws:SourceArn": topic.arn', '"aws:SourceArn": topic.name'),
      ["AWS refuses this policy", "CustomerNotifications", "must be an ARN"],
    ),
    notYet("lets EventBridge send, and not SNS", replace('"sns.amazonaws.com"', '"events.amazonaws.com"'), [
      "its Principal is",
      "events.amazonaws.com",
    ]),
    notYet("uses an operator that IAM does not have", replace("ArnEquals", "Equals"), [
      "AWS refuses this policy",
      "Invalid Condition type : Equals",
    ]),
    notYet(
      "leaves out the operator",
      replace('{ ArnEquals: { "aws:SourceArn": topic.arn } }', '{ "aws:SourceArn": topic.arn }'),
      ["AWS refuses this policy", "aws:SourceArn"],
    ),
    notYet("lets SNS publish, as its own action is called", replace('"sqs:SendMessage"', '"sns:Publish"'), [
      "its Action is",
      "sns:Publish",
    ]),
    notYet("allows everything", replace('"sqs:SendMessage"', '"sqs:*"'), ["allows more than to send"]),
    notYet("names the topic as the resource", replace("Resource: inbox.arn", "Resource: topic.arn"), [
      "its Resource is",
      "CustomerNotifications",
    ]),
    notYet("uses the queue's URL as the resource", replace("Resource: inbox.arn", "Resource: inbox.url"), [
      "AWS refuses this policy",
      "must be in ARN format",
    ]),
    notYet(
      "names the service without its kind",
      replace('Principal: { Service: "sns.amazonaws.com" }', 'Principal: "sns.amazonaws.com"'),
      ["AWS refuses this policy", "Invalid principal"],
    ),
    notYet(
      "writes the elements as the provider's policy document does",
      write(`{
  effect: "Allow",
  principals: [{ type: "Service", identifiers: ["sns.amazonaws.com"] }],
  actions: ["sqs:SendMessage"],
  resources: [inbox.arn],
},`),
      ["AWS refuses this policy", "effect"],
    ),
  ),
  ...inExercise(
    "6.3",
    right("spreads a list", write("...[bookingTrack],")),
    right("adds the target to the rule with the component again", [
      write("// below"),
      replace(
        "    ],\n  });\n\n  return {",
        `    ],
  });
  new RuleToFunction("ticket-issued-to-booking", {
    context,
    bus,
    source: "aircraft.ticket",
    detailType: "TicketIssued",
    to: [bookingTrack],
  });

  return {`,
      ),
    ]),
    notYet("delivers the ticket to Notification alone", write("// bookingTrack"), [
      "must reach both functions",
      "notification-send",
    ]),
    broken(
      "passes the function's name instead of the function",
      write('"booking-track",'),
      ["ServiceFunction"],
      '"booking-track",',
    ),
    broken("passes the Lambda function inside the component", write("bookingTrack.function,"), [
      "Function",
      "ServiceFunction",
    ]),
    broken("passes the function's ARN", write("bookingTrack.function.arn,"), ["ServiceFunction"]),
    broken("passes a list in the list", write("[bookingTrack],"), ["ServiceFunction"]),
    broken("names the function of step 2, which is not in scope", write("bookingApi,"), [
      "Cannot find name 'bookingApi'",
    ]),
    broken("names Notification twice", write("notificationSend,"), ["Two resources are called"]),
    broken("writes the function's name without quotes", write("booking-track,"), ["Cannot find name 'booking'"]),
  ),
  ...inExercise(
    "6.4",
    right(
      "asks in a loop which tables a role names",
      write(`test("6.4 keeps the tables apart", () => {
  ${owners.replaceAll("\n", "\n  ")}
  for (const [name, table] of Object.entries(owners)) {
    const named = stack.statementsOf(name).map(({ Resource }) => Resource);
    const others = named.filter((resource) => resource === "*" || (resource.includes(":table/") && !resource.endsWith(\`/\${table}\`)));
    expect(others, name).toEqual([]);
  }
});`),
    ),
    right(
      "judges each statement about a table",
      write(`${owners}test.each(Object.entries(owners))("6.4 gives %s no table but %s", (name, table) => {
  for (const { Action, Resource } of stack.statementsOf(name)) {
    if ([Action].flat().some((action) => action.startsWith("dynamodb"))) expect(Resource).toMatch(new RegExp(\`:table/\${table}$\`));
  }
});`),
    ),
    notYet("leaves the TODO", write('test.todo("6.4 lets each function use only its own service\'s table");'), [
      "there is no test for 6.4 yet",
    ]),
    notYet("gives the test no number", write(ownTable.replace("6.4 ", "")), [
      "there is no test for 6.4 yet",
      'a title that starts with "6.4 "',
    ]),
    notYet(
      "writes a test that asserts nothing",
      write('test("6.4 lets each function touch its own table", () => {\n  stack.statementsOf("ticket-issue");\n});'),
      ["does not notice that the notification function may write to the Booking service's table"],
    ),
    notYet("tests one of the functions", write(ownTable), [
      "does not notice that the ticket function may write to every table",
    ]),
    notYet(
      "asks whether the own table is among the resources, and not whether it is the only one",
      write(`${owners}test.each(Object.entries(owners))("6.4 lets %s use %s", (name, table) => {
  const resources = stack.statementsOf(name).map(({ Resource }) => Resource);
  expect(resources).toContain(\`arn:aws:dynamodb:us-east-1:000000000000:table/\${table}\`);
});`),
      ["does not notice that the ticket function may also read the seats"],
    ),
    notYet(
      "forgets the matcher",
      write(`test("6.4 uses its own table", () => {
  const [statement] = stack.statementsOf("ticket-issue");
  expect(statement?.Resource === "arn:aws:dynamodb:us-east-1:000000000000:table/TicketTable");
});`),
      ["does not notice"],
    ),
    notYet(
      "expects one table for all functions",
      write(`test.each(["booking-api", "payment-charge"])("6.4 lets %s use its table", (name) => {
  const onTables = stack.statementsOf(name).filter(({ Action }) => String(Action).includes("dynamodb:"));
  expect(onTables.map(({ Resource }) => Resource)).toEqual(["arn:aws:dynamodb:us-east-1:000000000000:table/BookingTable"]);
});`),
      ["payment-charge", "PaymentTable"],
    ),
    notYet(
      "names a function by its variable",
      write(`test("6.4 uses its own table", () => {
  const [statement] = stack.statementsOf("ticketIssue");
  expect(statement?.Resource).toBe("arn:aws:dynamodb:us-east-1:000000000000:table/TicketTable");
});`),
      ["ticketIssue"],
    ),
    broken(
      "reads the stack before it is there",
      write(`test.each(stack.statementsOf("ticket-issue"))("6.4 uses its own table", ({ Resource }) => {
  expect(Resource).toContain("TicketTable");
});`),
      ["Variable 'stack' is used before", "inside a test"],
    ),
  ),
];
