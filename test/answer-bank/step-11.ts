// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { type Answer, broken, inExercise, notYet, passedWithOtherFailure, replace, right, write } from "./answer.ts";

// Each chapter was read up to the exercise, and no further. Then: what does somebody write who knows the SDK's or
// CloudFormation's names, mixes up two ids or two keys, counts in other units, or corrects one property of three?
const alarm = (...properties: string[]) => write(properties.map((property) => `${property},`).join("\n"));
const index = (properties: string, attributes = ["bookingId", "status", "openSince"]) =>
  write(
    `attributes: [${attributes.map((name) => `{ name: "${name}", type: "S" }`).join(", ")}],
globalSecondaryIndexes: [{ ${properties} }],`,
  );
const open = 'name: "OpenBookings", hashKey: "status", rangeKey: "openSince"';
const maximum = 'statistic: "Maximum"';
const greater = 'comparisonOperator: "GreaterThanThreshold"';
const breaching = 'treatMissingData: "breaching"';

const operator = (name: string) =>
  alarm(maximum, `comparisonOperator: "${name}"`, "threshold: 300", "evaluationPeriods: 3", breaching);

const decide = (...lines: string[]) => write(lines.join("\n"));

export const step11: Answer[] = [
  ...inExercise(
    "11.1",
    notYet("writes nothing", write("// later"), ["no bookingId", "the event's detail"]),
    notYet("logs the booking only", write("bookingId,"), ["no correlationId", "the event's metadata"]),
    notYet("logs the request only", write("correlationId: metadata?.correlationId,"), ["no bookingId"]),
    broken(
      "forgets that the metadata may be missing",
      write("bookingId,\ncorrelationId: metadata.correlationId,"),
      ["possibly 'undefined'", "?."],
      "metadata.correlationId",
    ),
    broken(
      "reads the booking from a variable that is not there",
      write("bookingId: detail.bookingId,\ncorrelationId: metadata?.correlationId,"),
      ["Cannot find name 'detail'"],
      "detail.bookingId",
    ),
    broken(
      "looks for the correlation id beside the metadata",
      write("bookingId,\ncorrelationId,"),
      ["correlationId"],
      "correlationId",
    ),
    notYet(
      "takes the causation id for the correlation id",
      write("bookingId,\ncorrelationId: metadata?.causationId,"),
      ["another id than the correlation id", "event-0"],
    ),
    notYet("takes the event's id for the correlation id", write("bookingId,\ncorrelationId: metadata?.eventId,"), [
      "another id than the correlation id",
    ]),
    notYet("writes the key as a log format of its own", write("bookingId,\ncorrelation_id: metadata?.correlationId,"), [
      "no correlationId",
    ]),
    passedWithOtherFailure(
      "turns the booking id into a text, also where there is none",
      write("bookingId: `${bookingId}`,\ncorrelationId: metadata?.correlationId,"),
      ["drops the log keys of one event before the next"],
    ),
    right("spreads an object", write("...{ correlationId: metadata?.correlationId, bookingId },")),
    right("takes the id in the parameters", [
      replace(
        "detail: { bookingId, metadata } = {}",
        "detail: { bookingId, metadata, metadata: { correlationId } = {} } = {}",
      ),
      write("correlationId,\nbookingId,"),
    ]),
  ),
  ...inExercise(
    "11.2",
    notYet("leaves the placeholder", write('attributes: [{ name: "bookingId", type: "S" }],'), [
      "index named OpenBookings",
      "the table has none",
    ]),
    notYet(
      "declares the attributes, and no index",
      replace(
        `      globalSecondaryIndexes: [
        { name: "OpenBookings", hashKey: "status", rangeKey: "openSince", projectionType: "ALL" },
      ],
`,
        "",
      ),
      ["the table has none"],
    ),
    notYet("declares the index, and not its keys", index(`${open}, projectionType: "ALL"`, ["bookingId"]), [
      "lists the attributes that are keys",
    ]),
    notYet(
      "lists every attribute of a booking, as in SQL",
      index(`${open}, projectionType: "ALL"`, ["bookingId", "status", "openSince", "customerId", "flightId"]),
      ["and no others"],
    ),
    notYet(
      "swaps the keys",
      index('name: "OpenBookings", hashKey: "openSince", rangeKey: "status", projectionType: "ALL"'),
      ["asks for one status"],
    ),
    notYet(
      "does not sort",
      index('name: "OpenBookings", hashKey: "status", projectionType: "ALL"', ["bookingId", "status"]),
      ["the oldest first"],
    ),
    notYet("projects the keys only", index(`${open}, projectionType: "KEYS_ONLY"`), ["customer and the flight"]),
    notYet(
      "names the index as it likes",
      index('name: "StatusIndex", hashKey: "status", rangeKey: "openSince", projectionType: "ALL"'),
      ["index named OpenBookings"],
    ),
    notYet(
      "declares the time as a number",
      replace('{ name: "openSince", type: "S" }', '{ name: "openSince", type: "N" }'),
      ["openSince", "2026-01-01T12:00:00Z"],
    ),
    notYet(
      "makes it a local index",
      write(`attributes: [{ name: "bookingId", type: "S" }, { name: "openSince", type: "S" }],
localSecondaryIndexes: [{ name: "OpenBookings", rangeKey: "openSince", projectionType: "ALL" }],`),
      ["global", "OpenBookings"],
    ),
    broken("uses the SDK's names", write(`attributes: [{ AttributeName: "bookingId", AttributeType: "S" }],`), [
      "property 'attributes'",
    ]),
    broken(
      "gives one index instead of a list",
      write(`attributes: [{ name: "bookingId", type: "S" }, { name: "status", type: "S" }, { name: "openSince", type: "S" }],
globalSecondaryIndexes: { ${open}, projectionType: "ALL" },`),
      ["property 'globalSecondaryIndexes'"],
    ),
    broken(
      "leaves the placeholder above the answer",
      write(`attributes: [{ name: "bookingId", type: "S" }],
attributes: [{ name: "bookingId", type: "S" }, { name: "status", type: "S" }, { name: "openSince", type: "S" }],
globalSecondaryIndexes: [{ ${open}, projectionType: "ALL" }],`),
      ["multiple properties with the same name"],
    ),
    right(
      "computes the attributes",
      write(`globalSecondaryIndexes: [{ projectionType: "ALL", ${open} }],
attributes: ["openSince", "status", "bookingId"].map((name) => ({ name, type: "S" })),`),
    ),
    right("names the parts first", [
      replace(
        "    return {\n      //#region 11.2",
        `    const key = (name: string) => ({ name, type: "S" });
    const openBookings = { ${open}, projectionType: "ALL" };
    return {
      //#region 11.2`,
      ),
      write(
        'attributes: [key("bookingId"), key("status"), key("openSince")],\nglobalSecondaryIndexes: [openBookings],',
      ),
    ]),
  ),
  ...inExercise(
    "11.3",
    notYet("leaves the placeholder", alarm('statistic: "Average"', greater, "threshold: 0", "evaluationPeriods: 1"), [
      "Average",
      "the oldest",
    ]),
    notYet("adds the values up", replace('"Maximum"', '"Sum"'), ["Sum", "the oldest"]),
    notYet("writes the statistic as in SQL", replace('"Maximum"', '"MAX"'), ["MAX"]),
    notYet("rings when bookings are young", operator("LessThanThreshold"), ["gets older, not younger"]),
    notYet("misspells the operator", operator("GreaterThanOrEqualThreshold"), [
      "CloudWatch has no comparison GreaterThanOrEqualThreshold",
    ]),
    notYet("writes the operator as a sign", operator(">"), ["CloudWatch has no comparison >"]),
    notYet("counts the threshold in minutes", replace("threshold: 300", "threshold: 5"), ["in seconds"]),
    notYet("counts the threshold in milliseconds", replace("threshold: 300", "threshold: 300_000"), [
      "900 s",
      "nobody is told",
    ]),
    notYet("takes the deadline for the threshold", replace("threshold: 300", "threshold: 900"), [
      "expires after 900 s",
    ]),
    notYet("rings after one minute", replace("evaluationPeriods: 3", "evaluationPeriods: 1"), ["one late tick"]),
    notYet(
      "rings if one minute of three is too late",
      replace("evaluationPeriods: 3", "evaluationPeriods: 3,\n    datapointsToAlarm: 1"),
      ["one late tick"],
    ),
    notYet("waits for a quarter of an hour", replace("evaluationPeriods: 3", "evaluationPeriods: 15"), [
      "the minutes that you wait together",
    ]),
    notYet("says nothing about missing data", replace('    treatMissingData: "breaching",\n', ""), [
      "stay quiet for ever",
      "missing",
    ]),
    notYet("takes no news for good news", replace('"breaching"', '"notBreaching"'), ["stay quiet for ever"]),
    notYet("writes the value with a capital letter", replace('"breaching"', '"Breaching"'), [
      "Breaching",
      "CloudWatch knows",
    ]),
    broken(
      "writes the property as CloudFormation does",
      replace('treatMissingData: "breaching"', 'TreatMissingData: "breaching"'),
      ["'TreatMissingData'"],
      "TreatMissingData",
    ),
    broken("writes the threshold as a text", replace("threshold: 300", 'threshold: "300"'), ["number"], "threshold"),
    right(
      "rings at four minutes, after two of them",
      alarm(
        breaching,
        "evaluationPeriods: 2",
        "threshold: 4 * 60",
        'comparisonOperator: "GreaterThanOrEqualToThreshold"',
        maximum,
      ),
    ),
    right(
      "rings if three minutes of five are too late",
      alarm(maximum, greater, "threshold: 300", "evaluationPeriods: 5", "datapointsToAlarm: 3", breaching),
    ),
  ),
  ...inExercise(
    "11.4",
    notYet("leaves the placeholder", decide("const decision = rejected(booking, metadata);"), [
      "BookingExpired came before SeatAssigned",
    ]),
    broken(
      "does not wait for the decision",
      decide("const decision = decideOnce(rejected(booking, metadata), metadata);"),
      ["Promise", "await"],
    ),
    notYet(
      "stores the refusal, and publishes it whatever was stored",
      decide("const decision = rejected(booking, metadata);", "await decideOnce(decision, metadata);"),
      ["the ticket was issued before the deadline, so it stands"],
    ),
    broken(
      "says nothing if the ticket was issued",
      decide(
        "const decision = await decideOnce(rejected(booking, metadata), metadata);",
        'if (decision.status === "ISSUED") return;',
      ),
      ["no overlap"],
    ),
    broken(
      "forgets the cause",
      decide("const decision = await decideOnce(rejected(booking, metadata));"),
      ["Expected 2 arguments"],
      "decideOnce",
    ),
    broken(
      "passes the booking, not a decision",
      decide("const decision = await decideOnce(booking, metadata);"),
      ["Decision"],
      "decideOnce",
    ),
    broken(
      "takes the neighbor's function, which is not imported",
      decide("const decision = await putIfAbsent(rejected(booking, metadata), { bookingId: booking.bookingId });"),
      ["Cannot find name 'putIfAbsent'"],
      "putIfAbsent",
    ),
    passedWithOtherFailure(
      "imports the neighbor's function, which knows no ticket from before step 9",
      [
        replace(
          "import { decideOnce, rejected }",
          'import { putIfAbsent } from "../../put-if-absent.ts";\nimport { rejected }',
        ),
        decide("const decision = await putIfAbsent(rejected(booking, metadata), { bookingId: booking.bookingId });"),
      ],
      ["takes a ticket from step 5, which has no status, for issued"],
    ),
    notYet(
      "looks first, and then writes",
      [
        replace(
          "import { parse }",
          `import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { dynamo } from "../../table.ts";
import { parse }`,
        ),
        replace("import { decideOnce, rejected }", "import { type Decision, rejected }"),
        decide(
          "const Key = { bookingId: booking.bookingId };",
          "const { Item } = await dynamo.send(new GetCommand({ TableName: process.env.TABLE_NAME, Key }));",
          "const decision = (Item ?? rejected(booking, metadata)) as Decision;",
        ),
      ],
      ["BookingExpired came before SeatAssigned"],
    ),
    right(
      "makes the refusal first",
      decide("const refusal = rejected(booking, metadata);", "const decision = await decideOnce(refusal, metadata);"),
    ),
    right("writes the condition's two outcomes itself", [
      replace(
        "import { decideOnce, rejected }",
        'import { putIfAbsent } from "../../put-if-absent.ts";\nimport { issued, rejected }',
      ),
      decide(
        "const first = await putIfAbsent(rejected(booking, metadata), { bookingId: booking.bookingId });",
        "const decision = first.status ? first : issued(first as typeof first & { seat: string }, metadata);",
      ),
    ]),
  ),
];
