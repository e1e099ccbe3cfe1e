// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code as a learner writes it
import type { WrongTurn } from "./wrong-turn.ts";

const table = '{ Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource: bookingTable.arn },\n';
const bus = '{ Action: "events:PutEvents", Resource: bus.arn },';

export const step2: WrongTurn[] = [
  {
    turn: "allows the table and forgets the bus",
    exercise: "2.1",
    edit: { body: table },
    outcome: "not yet",
    says: ["PutEventsCommand", "events:PutEvents"],
  },
  {
    turn: "allows it on the wrong table",
    exercise: "2.1",
    edit: {
      body: `{ Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource: "arn:aws:dynamodb:us-east-1:000000000000:table/BookingsTable" },\n${bus}`,
    },
    outcome: "not yet",
    says: ["BookingTable", "bookingTable.arn"],
  },
  {
    turn: "names the table, where its ARN belongs",
    exercise: "2.1",
    edit: { body: `${table.replace("bookingTable.arn", "bookingTable.name")}${bus}` },
    outcome: "not yet",
    says: ["bookingTable.arn"],
  },
  {
    turn: "allows all that there is to do with the table",
    exercise: "2.1",
    edit: { body: `{ Action: "dynamodb:*", Resource: bookingTable.arn },\n${bus}` },
    outcome: "not yet",
    says: ["PutCommand and GetCommand", "dynamodb:*"],
  },
  {
    turn: "allows it on every resource",
    exercise: "2.1",
    edit: { body: `${table.replace("bookingTable.arn", '"*"')}${bus.replace("bus.arn", '"*"')}` },
    outcome: "not yet",
    says: ["BookingTable, whose ARN is bookingTable.arn"],
  },
  {
    turn: "misspells an action",
    exercise: "2.1",
    edit: { body: `${table}${bus.replace("PutEvents", "PutEvent")}` },
    outcome: "not yet",
    says: ["events:PutEvent", "events:PutEvents"],
  },
  {
    turn: "takes a variable of another name",
    exercise: "2.1",
    edit: { body: `${table.replace("bookingTable.arn", "table.arn")}${bus}` },
    outcome: "broken",
    says: ["Cannot find name 'table'"],
    at: "table.arn",
  },
  {
    turn: "lets the function make its log group",
    exercise: "2.2",
    edit: {
      find: '["logs:CreateLogStream", "logs:PutLogEvents"]',
      replace: '["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]',
    },
    outcome: "not yet",
    says: ["logs:CreateLogGroup"],
  },
  {
    turn: "lets the function write into every log group",
    exercise: "2.2",
    edit: { find: "Resource: pulumi.interpolate`${logGroup.arn}:*`", replace: 'Resource: "*"' },
    outcome: "not yet",
    says: ["pulumi.interpolate`${logGroup.arn}:*`"],
  },
  {
    turn: "names the log group, and not what is in it",
    exercise: "2.2",
    edit: { find: "pulumi.interpolate`${logGroup.arn}:*`", replace: "logGroup.arn" },
    outcome: "not yet",
    says: ["pulumi.interpolate`${logGroup.arn}:*`"],
  },
  {
    turn: "leaves the URL open to everybody",
    exercise: "2.3",
    edit: { body: 'authorizationType: "NONE",' },
    outcome: "not yet",
    says: ["with NONE, anyone"],
  },
  {
    turn: "writes the type of authorization in small letters",
    exercise: "2.3",
    edit: { body: 'authorizationType: "aws_iam",' },
    outcome: "not yet",
    says: ["aws_iam", "AWS_IAM"],
  },
  {
    turn: "leaves the type of authorization out",
    exercise: "2.3",
    edit: { body: "" },
    outcome: "broken",
    says: ["'authorizationType' is missing"],
    at: "booking-url",
  },
  {
    turn: "does not look at PutEvents' answer",
    exercise: "2.4",
    edit: { body: "void answer;" },
    outcome: "not yet",
    says: ["the event is lost", "answer.Entries"],
  },
  {
    turn: "writes the refusal into the log, and goes on",
    exercise: "2.4",
    edit: { find: "if (rejected) throw new Error(", replace: "if (rejected) console.error(" },
    outcome: "not yet",
    says: ["the event is lost", "answer.Entries"],
  },
  {
    turn: "raises an error and does not say why",
    exercise: "2.4",
    edit: {
      find: "`${name} was not published: ${rejected.ErrorCode}: ${rejected.ErrorMessage}`",
      replace: '"PutEvents failed"',
    },
    outcome: "not yet",
    says: ["the error must name the event", "PutEvents failed"],
  },
  {
    turn: "raises an error for each event, taken or not",
    exercise: "2.4",
    edit: { body: "throw new Error(`${name} was not published: ${answer.Entries?.[0]?.ErrorCode} Try again later`);" },
    outcome: "not yet",
    says: ["no error if the bus accepts the event"],
  },
  {
    turn: "asks the answer before it is there: the await is gone",
    exercise: "2.4",
    edit: { find: "const answer = await eventBridge", replace: "const answer = eventBridge" },
    outcome: "broken",
    says: ["'Entries' does not exist", "await"],
    at: "answer.Entries",
  },
  {
    turn: "deletes the file",
    exercise: "2.4",
    edit: { file: "services/events/publish.ts", deleted: true },
    outcome: "broken",
    says: ["the file is missing", "begin 2"],
  },
];
