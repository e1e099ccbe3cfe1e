// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { type Answer, broken, inExercise, notYet, replace, right, write } from "./answer.ts";

// How we came to these: we read chapter 1 up to the exercise, then wrote what somebody new to AWS, somebody who knows
// CloudFormation's names, and somebody with Pulumi programs of their own would write there first.

const onBus = (pattern: string) => write(`eventBusName: bus.name,\neventPattern: ${pattern},`);

export const step1: Answer[] = [
  ...inExercise(
    "1.1",
    notYet("writes nothing", write(""), ["the bus has the wrong name", "without the property name"]),
    notYet("names the bus with a plain string, which a whole class would share", write('name: "AircraftBookingBus",'), [
      "context.name(…)",
    ]),
    notYet("misspells the bus's name", write('name: context.name("AircraftBokingBus"),'), [
      "AircraftBokingBus",
      "is called otherwise",
    ]),
    broken("calls the property as it is called elsewhere", write('eventBusName: context.name("AircraftBookingBus"),'), [
      "'eventBusName' does not exist",
      "EventBusArgs",
    ]),
    broken("writes the property as in CloudFormation", write('Name: context.name("AircraftBookingBus"),'), [
      "'Name' does not exist",
      "'name'",
    ]),
    notYet(
      "puts the name where the logical name is, and leaves the property out",
      [replace('EventBus("bus", {', 'EventBus("AircraftBookingBus", {'), write("")],
      ["the logical name", "without the property name"],
    ),
    broken("passes the function that makes names", write("name: context.name,"), ["call it"], "name: context.name,"),
    broken("forgets the quotes", write("name: context.name(AircraftBookingBus),"), [
      "Cannot find name 'AircraftBookingBus'",
      "quotes",
    ]),
    right(
      "writes the suffix by hand",
      write("name: `AircraftBookingBus${context.settings.attendee && `-${context.settings.attendee}`}`,"),
    ),
    right("uses a variable and the shorthand", [
      replace("const bus = new", 'const name = context.name("AircraftBookingBus");\n  const bus = new'),
      write("name,"),
    ]),
    right(
      "deletes the line that ends the region",
      replace(
        '    name: context.name("AircraftBookingBus"),\n    //#endregion\n',
        '    name: context.name("AircraftBookingBus"),\n',
      ),
    ),
    right(
      "deletes both marker lines with the TODO",
      replace(
        '    //#region 1.1 Name the bus\n    name: context.name("AircraftBookingBus"),\n    //#endregion\n',
        '    name: context.name("AircraftBookingBus"),\n',
      ),
    ),
    right(
      "writes the whole statement again, without the marker lines",
      replace(
        '  const bus = new aws.cloudwatch.EventBus("bus", {\n    //#region 1.1 Name the bus\n    name: context.name("AircraftBookingBus"),\n    //#endregion\n  });\n',
        '  const name = context.name("AircraftBookingBus");\n  const bus = new aws.cloudwatch.EventBus("bus", { name });\n',
      ),
    ),
    notYet(
      "deletes the marker lines, and names the bus otherwise",
      replace(
        '    //#region 1.1 Name the bus\n    name: context.name("AircraftBookingBus"),\n    //#endregion\n',
        '    name: context.name("BookingBus"),\n',
      ),
      ["BookingBus", "is called otherwise"],
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
      "names the bus with a plain string",
      write('eventBusName: "AircraftBookingBus",\neventPattern: pulumi.jsonStringify({ source: [{ prefix: "" }] }),'),
      ["plain string", "create the rule first", "`bus`"],
    ),
    notYet(
      "computes the bus's name a second time",
      write(
        'eventBusName: context.name("AircraftBookingBus"),\neventPattern: pulumi.jsonStringify({ source: [{ prefix: "" }] }),',
      ),
      ["plain string", "create the rule first"],
    ),
    notYet("leaves out the pattern", write("eventBusName: bus.name,"), ["no eventPattern"]),
    notYet("writes a star, as on the command line", onBus('JSON.stringify({ source: ["*"] })'), ["letter by letter"]),
    notYet("lists the empty string, without prefix", onBus('JSON.stringify({ source: [""] })'), ["letter by letter"]),
    notYet("matches only the workshop's services", onBus('JSON.stringify({ source: [{ prefix: "aircraft." }] })'), [
      'from "workshop"',
    ]),
    notYet("writes an empty pattern", onBus('"{}"'), ["EventBridge refuses", "Empty objects"]),
    notYet("writes an empty list", onBus("JSON.stringify({ source: [] })"), ["EventBridge refuses", "Empty arrays"]),
    notYet("invents a condition", onBus('JSON.stringify({ source: [{ startsWith: "" }] })'), [
      "EventBridge refuses",
      "startsWith",
    ]),
    notYet("writes the pattern in another language", onBus('"source = *"'), ["must be JSON"]),
    broken(
      "uses the name of AWS's API",
      write('EventBusName: bus.name,\nEventPattern: JSON.stringify({ source: [{ prefix: "" }] }),'),
      ["'EventBusName' does not exist", "'eventBusName'"],
    ),
    right("matches every source that exists", onBus("pulumi.jsonStringify({ source: [{ exists: true }] })")),
    right("writes the pattern as text", onBus(`'{ "source": [{ "prefix": "" }] }'`)),
    right(
      "matches every detail-type with a wildcard, on the bus's ARN",
      write('eventBusName: bus.arn,\neventPattern: JSON.stringify({ "detail-type": [{ wildcard: "*" }] }),'),
    ),
    right(
      "matches any account, on the bus's id",
      write('eventBusName: bus.id,\neventPattern: JSON.stringify({ account: [{ prefix: "" }] }),'),
    ),
    notYet(
      "matches one source only",
      write('eventBusName: bus.name,\neventPattern: pulumi.jsonStringify({ source: ["aircraft.booking"] }),'),
      ["does not match", 'from "workshop"'],
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
      ["two services", "events.amazonaws.com"],
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
    notYet(
      "leaves out the key Service",
      replace(
        '{ Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] }',
        '["events.amazonaws.com", "delivery.logs.amazonaws.com"]',
      ),
      ["what kind of principal"],
    ),
    notYet(
      "writes the elements in lower case, as Pulumi's properties",
      write(`{
  effect: "Allow",
  principal: { service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
  action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  resource: pulumi.interpolate\`\${eventLog.arn}:*\`,
},`),
      ['"effect" is not an element', '"Effect"'],
    ),
    notYet("forgets the Effect", replace('          Effect: "Allow",\n', ""), ["no Effect"]),
    notYet(
      "forgets the Principal",
      replace('          Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },\n', ""),
      ["no Principal"],
    ),
    notYet(
      "writes the actions without their service",
      replace('["logs:CreateLogStream", "logs:PutLogEvents"]', '["CreateLogStream", "PutLogEvents"]'),
      ["CreateLogStream", "a service and one of its operations"],
    ),
    notYet("allows all actions on logs", replace('["logs:CreateLogStream", "logs:PutLogEvents"]', '"logs:*"'), [
      "two actions are needed",
      "logs:*",
    ]),
    broken(
      "puts an Output into a plain template string",
      replace("pulumi.interpolate`${eventLog", "`${eventLog"),
      ["pulumi.interpolate", "Output"],
      "`${eventLog.arn}:*`",
    ),
    notYet("uses the group's name", replace("${eventLog.arn}:*", "${eventLog.name}:*"), [
      "/aws/events/AircraftBookingBus:*",
      "by its ARN",
    ]),
    broken("names the log group itself, not its ARN", replace("pulumi.interpolate`${eventLog.arn}:*`", "eventLog"), [
      "policyDocument contains a whole resource",
      "its arn",
    ]),
    notYet("allows it on every log group", replace("pulumi.interpolate`${eventLog.arn}:*`", '"*"'), ["this log group"]),
    notYet("names the bus, which sends the events", replace("${eventLog.arn}:*", "${bus.arn}:*"), [
      "this log group",
      "event-bus/AircraftBookingBus",
    ]),
    right(
      "writes a statement for each service, with an Sid, the actions in another order",
      write(`...["events.amazonaws.com", "delivery.logs.amazonaws.com"].map((Service, index) => ({
  Sid: \`Write\${index}\`,
  Effect: "Allow",
  Action: ["logs:PutLogEvents", "logs:CreateLogStream"],
  Principal: { Service },
  Resource: [pulumi.concat(eventLog.arn, ":*")],
})),`),
    ),
    right(
      "writes a statement for each action, and uses apply",
      write(`...["logs:CreateLogStream", "logs:PutLogEvents"].map((Action) => ({
  Effect: "Allow",
  Principal: { Service: ["delivery.logs.amazonaws.com", "events.amazonaws.com"] },
  Action,
  Resource: eventLog.arn.apply((arn) => \`\${arn}:*\`),
})),`),
    ),
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
