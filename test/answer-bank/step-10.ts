import { type Answer, broken, inExercise, notYet, replace, right, write } from "./answer.ts";

// Each chapter was read up to the exercise, and no further. Then: what does somebody write who has met the same
// property in an older tutorial, takes EventBridge's name for Pulumi's, or stops at the first thing that works?
const pattern = (json: string) =>
  write(`eventSourceArn: bus.arn,
retentionDays: 30,
eventPattern: ${json},`);

const archiveTest = (...lines: string[]) =>
  write(['test("10.3 keeps all our events", () => {', ...lines, "});"].join("\n"));

export const step10: Answer[] = [
  ...inExercise(
    "10.1",
    broken("writes nothing", write("// the default bus will do"), ["'eventSourceArn' is missing"]),
    notYet("leaves the placeholder as it is", write('eventSourceArn: "",'), [
      "eventSourceArn is the bus to archive",
      "by its ARN",
    ]),
    broken(
      "leaves the placeholder and adds the answer below it",
      write('eventSourceArn: "",\neventSourceArn: bus.arn,'),
      ["multiple properties with the same name"],
    ),
    notYet("names the bus instead of giving its ARN", replace("eventSourceArn: bus.arn", "eventSourceArn: bus.name"), [
      "eventSourceArn",
      "a bus, named by its ARN",
    ]),
    broken(
      "passes the bus itself",
      replace("eventSourceArn: bus.arn", "eventSourceArn: bus"),
      ["bus.arn"],
      "Arn: bus,",
    ),
    broken(
      "takes the name of the property from the event target",
      replace("eventSourceArn: bus.arn", "eventBusName: bus.name"),
      ["'eventBusName' does not exist"],
      "eventBusName",
    ),
    notYet("sets no retention", replace("    retentionDays: 30,\n", ""), ["without retentionDays", "for ever"]),
    notYet("keeps a month in seconds", replace("retentionDays: 30", "retentionDays: 30 * 24 * 60 * 60"), [
      "retentionDays is in days",
    ]),
    notYet(
      "sets no pattern",
      replace('    eventPattern: pulumi.jsonStringify({ source: [{ prefix: "aircraft." }] }),\n', ""),
      ["without a pattern", "every event on the bus"],
    ),
    broken(
      "writes the pattern as an object",
      pattern('{ source: [{ prefix: "aircraft." }] }'),
      ["pulumi.jsonStringify"],
      "eventPattern",
    ),
    notYet("puts a star into a plain value", pattern('pulumi.jsonStringify({ source: ["aircraft.*"] })'), [
      "aircraft.*",
      "letter by letter",
    ]),
    notYet("puts the prefix outside a list", pattern('pulumi.jsonStringify({ source: { prefix: "aircraft." } })'), [
      "a list",
      "source",
    ]),
    notYet(
      "writes the key with a capital letter",
      pattern('pulumi.jsonStringify({ Source: [{ prefix: "aircraft." }] })'),
      ['"Source" is not a key of an event'],
    ),
    notYet("leaves out the dot", pattern('pulumi.jsonStringify({ source: [{ prefix: "aircraft" }] })'), [
      "aircraft-leasing.offers",
      "no service of ours",
    ]),
    notYet(
      "keeps the Booking service's events only",
      pattern('pulumi.jsonStringify({ source: ["aircraft.booking"] })'),
      ["does not match an event from aircraft.ticket"],
    ),
    notYet("copies step 1's rule", pattern('pulumi.jsonStringify({ source: [{ prefix: "" }] })'), [
      "put-event",
      "workshop",
    ]),
    notYet(
      "uses an operator that EventBridge does not have",
      pattern('pulumi.jsonStringify({ source: [{ startsWith: "aircraft." }] })'),
      ["startsWith"],
    ),
    right("matches the sources with a wildcard", pattern('JSON.stringify({ source: [{ wildcard: "aircraft.*" }] })')),
    right("computes the parts first, in another order", [
      replace(
        "  const archive = new",
        '  const ours = pulumi.jsonStringify({ source: [{ prefix: "aircraft." }] });\n  const archive = new',
      ),
      replace(
        '    eventSourceArn: bus.arn,\n    retentionDays: 30,\n    eventPattern: pulumi.jsonStringify({ source: [{ prefix: "aircraft." }] }),',
        "    eventPattern: ours,\n    retentionDays: 30,\n    eventSourceArn: bus.arn,",
      ),
    ]),
  ),
  ...inExercise(
    "10.2",
    notYet("keeps the times as they are", write("EventStartTime: replay.from,\nEventEndTime: replay.until,"), [
      "12:00:00.700",
      "it is not replayed",
    ]),
    notYet("names no rule", replace("      FilterArns: [replay.ruleArn],\n", ""), ["without FilterArns", "every rule"]),
    broken("gives one ARN instead of a list", replace("[replay.ruleArn]", "replay.ruleArn"), ["a list"], "FilterArns"),
    notYet("filters by the bus", replace("[replay.ruleArn]", "[replay.busArn]"), ["FilterArns", "rules", "ARN"]),
    notYet("filters by the archive", replace("[replay.ruleArn]", "[replay.archiveArn]"), [
      "FilterArns",
      "rules",
      "ARN",
    ]),
    broken(
      "takes a name that other parts of AWS use",
      replace("FilterArns: [", "RuleArns: ["),
      ["'RuleArns'"],
      "RuleArns",
    ),
    notYet(
      "rounds both times down",
      replace("wholeSecond(replay.until, Math.ceil)", "wholeSecond(replay.until, Math.floor)"),
      ["12:30:00.200", "a period that ends with 12:30:00 lacks it"],
    ),
    notYet(
      "rounds both times up",
      replace("wholeSecond(replay.from, Math.floor)", "wholeSecond(replay.from, Math.ceil)"),
      ["12:00:00.700"],
    ),
    notYet(
      "rounds both times to the nearest second",
      [
        replace("wholeSecond(replay.from, Math.floor)", "wholeSecond(replay.from, Math.round)"),
        replace("wholeSecond(replay.until, Math.ceil)", "wholeSecond(replay.until, Math.round)"),
      ],
      ["12:00:00.700"],
    ),
    notYet(
      "adds a second to be safe",
      replace(
        "wholeSecond(replay.until, Math.ceil)",
        "new Date(wholeSecond(replay.until, Math.ceil).getTime() + 1000)",
      ),
      ["leave it as it is"],
    ),
    broken(
      "gives the times as strings",
      replace("wholeSecond(replay.from, Math.floor)", "wholeSecond(replay.from, Math.floor).toISOString()"),
      ["'string' is not assignable to type 'Date'"],
      "EventStartTime",
    ),
    broken(
      "filters beside the destination, not in it",
      [
        replace(
          "    //#endregion\n    Destination",
          "    FilterArns: [replay.ruleArn],\n    //#endregion\n    Destination",
        ),
        replace("      FilterArns: [replay.ruleArn],\n      //#endregion", "      //#endregion"),
      ],
      ["'FilterArns' does not exist"],
      "FilterArns",
    ),
    right("computes whole seconds by itself", [
      replace("wholeSecond(replay.from, Math.floor)", "new Date(new Date(replay.from).setMilliseconds(0))"),
      replace(
        "wholeSecond(replay.until, Math.ceil)",
        "new Date(new Date(replay.until.getTime() + 999).setMilliseconds(0))",
      ),
    ]),
    right("widens the period to whole minutes", [
      replace("wholeSecond(replay.from, Math.floor)", "new Date(Math.floor(replay.from.getTime() / 60_000) * 60_000)"),
      replace("wholeSecond(replay.until, Math.ceil)", "new Date(Math.ceil(replay.until.getTime() / 60_000) * 60_000)"),
    ]),
  ),
  ...inExercise(
    "10.3",
    notYet("writes nothing", write('test.todo("10.3 keeps all our events and no others");'), [
      "there is no test for 10.3",
    ]),
    notYet(
      "gives the test a title of its own",
      write('test("keeps our events", () => {\n  expect(archives("aws.ec2")).toBe(false);\n});'),
      ['a title that starts with "10.3 "'],
    ),
    notYet("asserts nothing", archiveTest("  expect(true).toBe(true);"), [
      "does not notice that only the Payment service's events are kept",
    ]),
    notYet("tests one service's events", archiveTest('  expect(archives("aircraft.payment")).toBe(true);'), [
      "only the Payment service's events are kept",
    ]),
    notYet(
      "does not test what must not be kept",
      archiveTest("  for (const { source } of contracts) expect(archives(source)).toBe(true);"),
      ["events from all sources are kept"],
    ),
    notYet(
      "tests another system's source only",
      archiveTest(
        "  for (const { source } of contracts) expect(archives(source)).toBe(true);",
        '  expect(archives("aws.ec2")).toBe(false);',
      ),
      ["a source that only looks like ours"],
    ),
    notYet(
      "forgets to state what it expects",
      archiveTest("  for (const { source } of contracts) expect(archives(source));", '  expect(archives("aws.ec2"));'),
      ["does not notice"],
    ),
    notYet("expects what is not so", archiveTest('  expect(archives("workshop"), "workshop").toBe(true);'), [
      "workshop",
    ]),
    broken(
      "uses a function that the file does not have",
      archiveTest('  expect(keeps("aircraft.booking")).toBe(true);'),
      ["Cannot find name 'keeps'"],
      "keeps(",
    ),
    right(
      "runs one test for each event",
      write(`test.each(contracts)("10.3 keeps $name", ({ source }) => {
  expect(archives(source)).toBeTruthy();
});
test.each(["aws.ec2", "aircraft-leasing.offers"])("10.3 does not keep an event from %s", (source) => {
  expect(archives(source)).toBeFalsy();
});`),
    ),
    right(
      "compares lists of sources",
      write(`test("10.3 keeps ours only", () => {
  const ours = new Set(contracts.map((contract) => contract.source));
  const others = ["aircraft", "workshop", ""];
  expect([...ours, ...others].filter(archives)).toEqual([...ours]);
});`),
    ),
  ),
];
