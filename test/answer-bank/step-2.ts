// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { type Answer, broken, deleteFile, inExercise, notYet, replace, write } from "./answer.ts";

const table = '{ Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource: bookingTable.arn },\n';
const bus = '{ Action: "events:PutEvents", Resource: bus.arn },';

export const step2: Answer[] = [
  ...inExercise(
    "2.1",
    notYet("allows the table and forgets the bus", write(table), ["PutEventsCommand", "events:PutEvents"]),
    notYet(
      "allows the actions on the wrong table",
      write(
        `{ Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource: "arn:aws:dynamodb:us-east-1:000000000000:table/BookingsTable" },\n${bus}`,
      ),
      ["BookingTable", "bookingTable.arn"],
    ),
    notYet(
      "uses the table's name instead of its ARN",
      write(`${table.replace("bookingTable.arn", "bookingTable.name")}${bus}`),
      ["bookingTable.arn"],
    ),
    notYet("allows every action on the table", write(`{ Action: "dynamodb:*", Resource: bookingTable.arn },\n${bus}`), [
      "PutCommand and GetCommand",
      "dynamodb:*",
    ]),
    notYet(
      "allows the actions on every resource",
      write(`${table.replace("bookingTable.arn", '"*"')}${bus.replace("bus.arn", '"*"')}`),
      ["BookingTable, whose ARN is bookingTable.arn"],
    ),
    notYet("misspells an action", write(`${table}${bus.replace("PutEvents", "PutEvent")}`), [
      "events:PutEvent",
      "events:PutEvents",
    ]),
    broken(
      "uses a variable that does not exist",
      write(`${table.replace("bookingTable.arn", "table.arn")}${bus}`),
      ["Cannot find name 'table'"],
      "table.arn",
    ),
  ),
  ...inExercise(
    "2.2",
    notYet(
      "lets the function create its log group",
      replace(
        '["logs:CreateLogStream", "logs:PutLogEvents"]',
        '["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]',
      ),
      ["logs:CreateLogGroup"],
    ),
    notYet(
      "lets the function write to every log group",
      replace("Resource: pulumi.interpolate`${logGroup.arn}:*`", 'Resource: "*"'),
      ["pulumi.interpolate`${logGroup.arn}:*`"],
    ),
    notYet("names the log group, not its streams", replace("pulumi.interpolate`${logGroup.arn}:*`", "logGroup.arn"), [
      "pulumi.interpolate`${logGroup.arn}:*`",
    ]),
  ),
  ...inExercise(
    "2.3",
    notYet("leaves the URL open to everyone", write('authorizationType: "NONE",'), ["with NONE, anyone"]),
    notYet("writes the authorization type in lower case", write('authorizationType: "aws_iam",'), [
      "aws_iam",
      "AWS_IAM",
    ]),
    broken("leaves out the authorization type", write(""), ["'authorizationType' is missing"], "booking-url"),
  ),
  ...inExercise(
    "2.4",
    notYet("ignores the response of PutEvents", write("void answer;"), ["the event is lost", "answer.Entries"]),
    notYet(
      "logs the rejection and continues",
      replace("if (rejected) throw new Error(", "if (rejected) console.error("),
      ["the event is lost", "answer.Entries"],
    ),
    notYet(
      "throws an error without the reason",
      replace(
        "`${detailType} was not published: ${rejected.ErrorCode}: ${rejected.ErrorMessage}`",
        '"PutEvents failed"',
      ),
      ["the error must name the event", "PutEvents failed"],
    ),
    notYet(
      "throws an error for accepted events, too",
      write("throw new Error(`${detailType} was not published: ${answer.Entries?.[0]?.ErrorCode} Try again later`);"),
      ["no error if the bus accepts the event"],
    ),
    broken(
      "reads the response before it arrives: the await is missing",
      replace("const answer = await eventBridge", "const answer = eventBridge"),
      ["'Entries' does not exist", "await"],
      "answer.Entries",
    ),
    broken("deletes the file", deleteFile("services/events/publish.ts"), ["the file is missing", "begin 2"]),
  ),
];
