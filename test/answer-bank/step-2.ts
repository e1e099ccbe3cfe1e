// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { type Answer, broken, deleteFile, inExercise, notYet, replace, right, write } from "./answer.ts";

// How we came to these: we read chapter 2 up to the exercise and the file with its TODO, then wrote what somebody new
// to AWS (an SDK command's name as an action), and somebody who writes IAM policies daily, would write there first.

const table = '{ Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource: bookingTable.arn },\n';
const bus = '{ Action: "events:PutEvents", Resource: bus.arn },';

export const step2: Answer[] = [
  ...inExercise(
    "2.1",
    notYet("allows the table and forgets the bus", write(table), ["PutEventsCommand"]),
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
      ['"BookingTable"', "by its ARN"],
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
      "PutEventsCommand",
    ]),
    notYet(
      "uses the SDK's names of the commands",
      write(`{ Action: ["dynamodb:PutCommand", "dynamodb:GetCommand"], Resource: bookingTable.arn },\n${bus}`),
      ["dynamodb:PutCommand", "PutCommand and GetCommand"],
    ),
    notYet("leaves out the service", write(`{ Action: ["PutItem", "GetItem"], Resource: bookingTable.arn },\n${bus}`), [
      "PutItem",
      "a service and one of its operations",
    ]),
    notYet(
      "forgets that the handler also reads",
      write(`{ Action: "dynamodb:PutItem", Resource: bookingTable.arn },\n${bus}`),
      ["PutCommand and GetCommand", "dynamodb:PutItem"],
    ),
    notYet(
      "allows writing other items, too",
      write(
        `{ Action: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:DeleteItem"], Resource: bookingTable.arn },\n${bus}`,
      ),
      ["dynamodb:DeleteItem"],
    ),
    notYet(
      "allows publishing on the table",
      write(`{ Action: ["dynamodb:PutItem", "dynamodb:GetItem", "events:PutEvents"], Resource: bookingTable.arn },`),
      ["wrong actions", "events:PutEvents"],
    ),
    notYet("calls EventBridge by its name", write(`${table}${bus.replace("events:", "eventbridge:")}`), [
      "eventbridge:PutEvents",
    ]),
    notYet(
      "copies the ARNs from the console",
      write(
        `${table.replace("bookingTable.arn", '"arn:aws:dynamodb:us-east-1:000000000000:table/BookingTable"')}${bus}`,
      ),
      ["plain text", "one account"],
    ),
    broken(
      "gives a list of resources",
      write(`{ Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource: [bookingTable.arn] },\n${bus}`),
      ["Output<string>[]"],
      "Resource: [bookingTable.arn]",
    ),
    broken(
      "writes the keys in lower case",
      write(`{ action: ["dynamodb:PutItem", "dynamodb:GetItem"], resource: bookingTable.arn },\n${bus}`),
      ["'action' does not exist", "'Action'"],
    ),
    broken(
      "adds the Effect, which the component adds",
      write(
        `{ Effect: "Allow", Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource: bookingTable.arn },\n${bus}`,
      ),
      ["'Effect' does not exist", "'Permission'"],
    ),
    right(
      "writes an entry for each action, the bus first",
      write(
        `${bus}\n${["Put", "Get"].map((name) => `{ Action: "dynamodb:${name}Item", Resource: bookingTable.arn },`).join("\n")}`,
      ),
    ),
    right("gives the ARN with interpolate and the actions as lists", [
      replace("import type { Context }", 'import * as pulumi from "@pulumi/pulumi";\nimport type { Context }'),
      write(
        '{ Action: ["events:PutEvents"], Resource: pulumi.interpolate`${bus.arn}` },\n{ Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: pulumi.output(bookingTable.arn) },',
      ),
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
      ["its own log group", '"*"'],
    ),
    notYet("names the log group, not its streams", replace("pulumi.interpolate`${logGroup.arn}:*`", "logGroup.arn"), [
      "ARN followed by :*",
    ]),
    notYet("writes nothing", write(""), ["leave no trace", "two things"]),
    notYet("uses the log group's name", replace("${logGroup.arn}:*", "${logGroup.name}:*"), [
      "/aws/lambda/",
      "by its ARN",
    ]),
    notYet(
      "allows one of the two actions",
      replace('["logs:CreateLogStream", "logs:PutLogEvents"]', '"logs:PutLogEvents"'),
      ["two things", "logs:PutLogEvents"],
    ),
    notYet(
      "writes the actions of EventBridge's metrics",
      replace('["logs:CreateLogStream", "logs:PutLogEvents"]', '["logs:CreateLogStream", "logs:PutMetricFilter"]'),
      ["two things", "logs:PutMetricFilter"],
    ),
    notYet("allows everything on the group", replace('["logs:CreateLogStream", "logs:PutLogEvents"]', '"logs:*"'), [
      "two things",
      "logs:*",
    ]),
    notYet(
      "copies the group of the Booking function",
      replace(
        "pulumi.interpolate`${logGroup.arn}:*`",
        '"arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/payment-charge:*"',
      ),
      ["its own log group", "payment-charge"],
    ),
    broken(
      "adds a string to the Output",
      replace("pulumi.interpolate`${logGroup.arn}:*`", 'logGroup.arn + ":*"'),
      ["pulumi.interpolate", "Output"],
      "logGroup.arn + ",
    ),
    broken("names a variable of another function", replace("${logGroup.arn}", "${this.logGroup.arn}"), ["'this'"]),
    right(
      "concatenates, in two entries",
      write(`{ Action: "logs:CreateLogStream", Resource: pulumi.concat(logGroup.arn, ":*") },
{ Action: "logs:PutLogEvents", Resource: logGroup.arn.apply((arn) => arn + ":*") },`),
    ),
    right(
      "computes the entries from a list",
      write(
        '...["PutLogEvents", "CreateLogStream"].map((name) => ({ Action: `logs:${name}`, Resource: pulumi.interpolate`${logGroup.arn}:*` })),',
      ),
    ),
  ),
  ...inExercise(
    "2.3",
    notYet("leaves the URL open to everyone", write('authorizationType: "NONE",'), ["with NONE, anyone"]),
    notYet("writes the authorization type in lower case", write('authorizationType: "aws_iam",'), [
      "aws_iam",
      "none of the two",
    ]),
    notYet("guesses the name of the type", write('authorizationType: "IAM",'), ["none of the two", "IAM"]),
    notYet("writes the type with a hyphen", write('authorizationType: "AWS-IAM",'), ["none of the two", "AWS-IAM"]),
    notYet("uses API Gateway's name of the type", write('authorizationType: "SIGV4",'), ["none of the two", "SIGV4"]),
    broken(
      "calls the property as in the AWS API",
      write('authType: "AWS_IAM",'),
      ["'authType' does not exist"],
      'authType: "AWS_IAM"',
    ),
    broken(
      "keeps the placeholder and adds a line",
      write('authorizationType: "NONE",\nauthorizationType: "AWS_IAM",'),
      ["multiple properties with the same name"],
    ),
    broken("uses true", write("authorizationType: true,"), ["boolean"], "authorizationType: true"),
    right("uses a constant and the shorthand", [
      replace("const bookingUrl", 'const authorizationType = "AWS_IAM";\n\n  const bookingUrl'),
      write("authorizationType,"),
    ]),
    right("passes a promise, which is an Input too", write('authorizationType: Promise.resolve("AWS_IAM"),')),
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
    notYet(
      "checks the status code, which is 200",
      write("if (answer.$metadata.httpStatusCode !== 200) throw new Error(`${detailType} was not published`);"),
      ["the event is lost", "answer.Entries"],
    ),
    notYet("returns early instead of throwing", write("if (answer.FailedEntryCount) return;"), ["the event is lost"]),
    notYet(
      "waits for an error that PutEvents does not throw",
      write(
        "try {\n  await Promise.resolve(answer);\n} catch (error) {\n  throw new Error(`${detailType} was not published: ${error}`);\n}",
      ),
      ["the event is lost"],
    ),
    notYet(
      "throws a text",
      write(
        "const rejected = answer.Entries?.find((entry) => entry.ErrorCode);\nif (rejected) throw `${detailType}: ${rejected.ErrorCode}: ${rejected.ErrorMessage}`;",
      ),
      ["no Error"],
    ),
    notYet(
      "throws if there are entries",
      write(
        "if (answer.Entries) throw new Error(`${detailType}: ${answer.Entries[0]?.ErrorCode}: ${answer.Entries[0]?.ErrorMessage}`);",
      ),
      ["although the bus accepted"],
    ),
    notYet(
      "compares the count with the wrong number",
      write("if (answer.FailedEntryCount === 0) throw new Error(detailType);"),
      ["the event is lost"],
    ),
    broken("uses a property that does not exist", write("if (answer.FailedEntries) throw new Error(detailType);"), [
      "'FailedEntries' does not exist",
    ]),
    broken(
      "does not expect that there are no entries",
      write("if (answer.Entries[0].ErrorCode) throw new Error(detailType);"),
      ["possibly 'undefined'", "?."],
    ),
    right(
      "counts the failed entries",
      write("if (answer.FailedEntryCount) throw new Error(`${detailType}: ${JSON.stringify(answer.Entries)}`);"),
    ),
    right(
      "loops over the entries",
      write(
        'for (const { ErrorCode, ErrorMessage } of answer.Entries ?? []) {\n  if (ErrorCode !== undefined) throw new Error([ErrorCode, ErrorMessage, detailType].join(" "));\n}',
      ),
    ),
    right(
      "rejects with all entries",
      write(
        "const rejected = (answer.Entries ?? []).filter(({ EventId }) => !EventId);\nif (rejected.length > 0) return Promise.reject(new Error(`${detailType} of ${source}: ${JSON.stringify(rejected)}`));",
      ),
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
