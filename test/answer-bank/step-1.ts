// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { type Answer, broken, inExercise, notYet, replace, write } from "./answer.ts";

export const step1: Answer[] = [
  ...inExercise(
    "1.1",
    notYet("writes nothing", write(""), ["the bus has the wrong name", "without the property name"]),
    notYet("names the bus with a plain string, which a whole class would share", write('name: "AircraftBookingBus",'), [
      "context.name(…)",
    ]),
    notYet("misspells the bus's name", write('name: context.name("AircraftBokingBus"),'), [
      "AircraftBokingBus",
      "AircraftBookingBus",
    ]),
    broken(
      "deletes the line that ends the region",
      replace(
        '    name: context.name("AircraftBookingBus"),\n    //#endregion\n',
        '    name: context.name("AircraftBookingBus"),\n',
      ),
      ["Region 1.1 is not closed", "begin 1"],
    ),
    broken(
      "deletes both marker lines",
      replace(
        '    //#region 1.1 Name the bus\n    name: context.name("AircraftBookingBus"),\n    //#endregion\n',
        '    name: context.name("AircraftBookingBus"),\n',
      ),
      ["the marker lines of 1.1 are missing", "begin 1"],
    ),
  ),
  ...inExercise(
    "1.2",
    notYet(
      "leaves the rule on the default bus",
      write('eventPattern: pulumi.jsonStringify({ source: [{ prefix: "" }] }),'),
      ["without eventBusName", "default bus"],
    ),
    broken(
      "writes the pattern as an object, not as a JSON string",
      write('eventBusName: bus.name,\neventPattern: { source: [{ prefix: "" }] },'),
      ["pulumi.jsonStringify"],
      "eventPattern: { source",
    ),
    notYet(
      "writes the pattern's key with a capital letter",
      write('eventBusName: bus.name,\neventPattern: pulumi.jsonStringify({ Source: [{ prefix: "" }] }),'),
      ['"Source" is not a key of an event', '"source"'],
    ),
    notYet(
      "gives the pattern's key a value outside a list",
      write('eventBusName: bus.name,\neventPattern: pulumi.jsonStringify({ source: { prefix: "" } }),'),
      ["a list"],
    ),
    notYet(
      "matches one source only",
      write('eventBusName: bus.name,\neventPattern: pulumi.jsonStringify({ source: ["aircraft.booking"] }),'),
      ["every source starts with the empty prefix"],
    ),
    broken(
      "misspells a variable",
      write('eventBusName: buss.name,\neventPattern: pulumi.jsonStringify({ source: [{ prefix: "" }] }),'),
      ["Cannot find name 'buss'", "'bus'"],
      "buss.name",
    ),
    broken(
      "passes the bus instead of its name",
      write('eventBusName: bus,\neventPattern: pulumi.jsonStringify({ source: [{ prefix: "" }] }),'),
      ["EventBus", "bus.name"],
      "eventBusName: bus,",
    ),
    broken(
      "forgets the pattern's closing brace",
      write('eventBusName: bus.name,\neventPattern: pulumi.jsonStringify({ source: [{ prefix: "" }] ),'),
      ["',' expected"],
      "jsonStringify({ source",
    ),
  ),
  ...inExercise(
    "1.3",
    notYet("writes no statement", write("// later"), ["the policy has no statement"]),
    notYet(
      "allows only one of the two services that write",
      replace('["events.amazonaws.com", "delivery.logs.amazonaws.com"]', '"events.amazonaws.com"'),
      ["delivery.logs.amazonaws.com", "two"],
    ),
    notYet(
      "allows every principal",
      replace('{ Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] }', '"*"'),
      ["EventBridge writes logs as two services", "no others"],
    ),
    notYet(
      "also allows creating log groups",
      replace(
        '["logs:CreateLogStream", "logs:PutLogEvents"]',
        '["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]',
      ),
      ["logs:CreateLogGroup", "the group already exists"],
    ),
    notYet("names the log group, not its streams", replace("pulumi.interpolate`${eventLog.arn}:*`", "eventLog.arn"), [
      "its ARN followed by :*",
    ]),
    broken(
      "forgets the comma between two properties",
      replace(
        'Action: ["logs:CreateLogStream", "logs:PutLogEvents"],',
        'Action: ["logs:CreateLogStream", "logs:PutLogEvents"]',
      ),
      ["',' expected"],
      "Resource: pulumi.interpolate",
    ),
  ),
];
