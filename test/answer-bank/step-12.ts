// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { type Answer, broken, inExercise, notYet, replace, right, write } from "./answer.ts";

// Each chapter was read up to the exercise, and no further. Then: what does somebody write who copies version 1, knows
// another schema library, tests what is easy to test, or wants to save deployments?
const needs = (fields: string, version = ", 2") =>
  write(`export const seatAssigned2 = expectation("SeatAssigned", ${fields}${version});`);
const ids = "bookingId: text, customerId: text, flightId: text";
const seat = "seat: z.object({ row: z.number(), letter: text })";

const contractTest = (...lines: string[]) =>
  write(['test("12.2 gives every consumer what it needs", () => {', ...lines, "});"].join("\n"));
const everyNeed = "for (const [consumer, needs] of expectations) for (const need of needs) {";
const contractOfNeed =
  "const contract = contracts.find(({ name, version }) => name === need.event && version === need.version);";

const pattern = (code: string) => write(`${code},`);
const deploy = (...lines: [published: string, consumed: string][]) =>
  write(lines.map(([published, consumed]) => `{ published: [${published}], consumed: [${consumed}] },`).join("\n"));

export const step12: Answer[] = [
  ...inExercise(
    "12.1",
    notYet("leaves the placeholder", needs(`{ ${ids}, seat: z.any() }`), ["left out the seat's row"]),
    notYet("copies version 1", needs(`{ ${ids}, seat: text }`), [
      "read version 2 as Seat Assignment publishes it",
      "expected string, received object",
    ]),
    notYet("forgets the version", needs(`{ ${ids}, ${seat} }`, ""), ["states no needs for SeatAssigned version 2"]),
    broken(
      "gives the version as a text",
      needs(`{ ${ids}, ${seat} }`, ', "2"'),
      ["'string' is not assignable"],
      "expectation(",
    ),
    notYet("states the row as a text", needs(`{ ${ids}, seat: z.object({ row: text, letter: text }) }`), [
      "seat.row",
      "expected string, received number",
    ]),
    notYet(
      "states the cabin, too",
      needs(`{ ${ids}, seat: z.object({ row: z.number(), letter: text, cabin: text }) }`),
      ["seat.cabin"],
    ),
    notYet("accepts a seat without a letter", needs(`{ ${ids}, seat: z.object({ row: z.number() }) }`), [
      "left out the seat's letter",
    ]),
    notYet(
      "makes the row optional",
      needs(`{ ${ids}, seat: z.object({ row: z.number().optional(), letter: text }) }`),
      ["left out the seat's row"],
    ),
    notYet(
      "refuses a seat with more fields",
      needs(`{ ${ids}, seat: z.strictObject({ row: z.number(), letter: text }) }`),
      ["must accept a seat with more fields"],
    ),
    notYet("states the seat alone", needs(`{ ${seat} }`), ["Ticket reads bookingId"]),
    broken("writes the seat as a type", needs(`{ ${ids}, seat: { row: z.number(), letter: text } }`), [
      "'row' does not exist",
      "a schema",
    ]),
    notYet(
      "renames the event",
      write(`export const seatAssigned2 = expectation("SeatAssigned2", { ${ids}, ${seat} }, 2);`),
      ["states no needs for SeatAssigned version 2"],
    ),
    right("defines the seat first, and allows more fields", [
      replace(
        "/** What Ticket reads from version 2",
        "const place = z.looseObject({ letter: z.string(), row: z.int() });\n\n/** What Ticket reads from version 2",
      ),
      needs("{ seat: place, customerId: text, flightId: text, bookingId: text }"),
    ]),
    right("takes the ids from version 1", [
      replace("import { expectation }", 'import { seatAssigned } from "./consumes.ts";\nimport { expectation }'),
      write(`const { seat: _, ...booking } = (seatAssigned.schema as unknown as z.ZodObject<Record<"bookingId" | "customerId" | "flightId" | "seat", z.ZodString>>).shape;
export const seatAssigned2 = expectation("SeatAssigned", { ...booking, ${seat} }, 2);`),
    ]),
  ),
  ...inExercise(
    "12.2",
    notYet("leaves the placeholder", write('test.todo("12.2 gives every consumer what it needs");'), [
      "no test for 12.2",
    ]),
    notYet(
      "leaves out the number",
      write('test("every consumer gets what it needs", () => {\n  expect(contracts).toBeDefined();\n});'),
      ['a title that starts with "12.2 "'],
    ),
    notYet("asserts nothing", contractTest("expect(expectations.size).toBeGreaterThan(0);"), [
      "does not notice that Ticket renames the field ticketNumber",
    ]),
    notYet(
      "tests only that the event exists",
      contractTest(everyNeed, contractOfNeed, "expect(contract, consumer).toBeDefined();", "}"),
      ["does not notice that Ticket renames the field ticketNumber"],
    ),
    notYet(
      "passes over an event that nobody publishes",
      contractTest(
        everyNeed,
        contractOfNeed,
        "if (contract) expect(whatBreaks(consumer, need, contract)).toEqual([]);",
        "}",
      ),
      ["no longer publishes version 2"],
    ),
    notYet(
      "forgets what it expects of the list",
      contractTest(everyNeed, contractOfNeed, "expect(whatBreaks(consumer, need, contract!)).toBeDefined();", "}"),
      ["Ticket renames the field ticketNumber"],
    ),
    notYet(
      "tests one consumer only",
      contractTest(
        'for (const need of expectations.get("notification")!) {',
        contractOfNeed,
        'expect(whatBreaks("notification", need, contract!)).toEqual([]);',
        "}",
      ),
      ["Booking publishes the amount as a string"],
    ),
    notYet(
      "finds the contract by the name alone",
      contractTest(
        everyNeed,
        "const contract = contracts.find(({ name }) => name === need.event);",
        "expect(whatBreaks(consumer, need, contract!)).toEqual([]);",
        "}",
      ),
      ["ticket needs seat in SeatAssigned version 2"],
    ),
    broken(
      "leaves out that a contract may be missing",
      contractTest(everyNeed, contractOfNeed, "expect(whatBreaks(consumer, need, contract)).toEqual([]);", "}"),
      ["undefined"],
      "whatBreaks",
    ),
    broken(
      "iterates over the map as over an object",
      contractTest("for (const need of expectations.ticket) expect(need).toBeDefined();"),
      ["'ticket' does not exist"],
      "expectations.ticket",
    ),
    right(
      "collects all that breaks",
      contractTest(
        "const broken = [...expectations].flatMap(([consumer, needs]) =>",
        "needs.flatMap((need) => {",
        contractOfNeed,
        "return contract ? whatBreaks(consumer, need, contract) : [`nobody publishes ${need.event}`];",
        "}),",
        ");",
        "expect(broken).toEqual([]);",
      ),
    ),
    right(
      "asks for one contract that fits, of whatever name",
      write(`const needs = [...expectations].flatMap(([who, list]) => list.map((need) => ({ who, need })));
test.each(needs)("12.2 serves $who with $need.event", ({ who, need }) => {
  const offers = contracts.filter((offer) => offer.name === need.event).filter((offer) => offer.version === need.version);
  expect(offers.map((offer) => whatBreaks(who, need, offer).length)).toStrictEqual([0]);
});`),
    ),
  ),
  ...inExercise(
    "12.3",
    notYet("leaves the placeholder", pattern("({})"), ["only version 1 is consumed", "[ 1, 2, 3, ]"]),
    notYet("changes every rule", pattern("({ detail: { metadata: { version: consumed } } })"), [
      "must stay as it was",
      "only SeatAssigned has two versions",
    ]),
    notYet(
      "looks for the version in the detail",
      pattern('detailType === "SeatAssigned" ? { detail: { version: consumed } } : {}'),
      ["detail.metadata.version"],
    ),
    notYet(
      "looks for the metadata beside the detail",
      pattern('detailType === "SeatAssigned" ? { metadata: { version: consumed } } : {}'),
      ["detail.metadata.version"],
    ),
    notYet(
      "matches the versions as text",
      pattern('detailType === "SeatAssigned" ? { detail: { metadata: { version: consumed.map(String) } } } : {}'),
      ["only version 1 is consumed", "[]"],
    ),
    notYet(
      "matches what is published",
      pattern('detailType === "SeatAssigned" ? { detail: { metadata: { version: published } } } : {}'),
      ["only version 1 is consumed", "[ 1, 2, ]"],
    ),
    notYet(
      "writes the versions itself",
      pattern('detailType === "SeatAssigned" ? { detail: { metadata: { version: [1, 2] } } } : {}'),
      ["only version 1 is consumed"],
    ),
    notYet(
      "takes the rule's name for the event's",
      pattern('detailType === "SeatAssignedRule" ? { detail: { metadata: { version: consumed } } } : {}'),
      ["only version 1 is consumed"],
    ),
    notYet(
      "confuses the two branches",
      pattern('detailType !== "SeatAssigned" ? { detail: { metadata: { version: consumed } } } : {}'),
      ["only version 1 is consumed"],
    ),
    notYet(
      "gives one version instead of a list",
      pattern('detailType === "SeatAssigned" ? { detail: { metadata: { version: consumed[0] } } } : {}'),
      ["must be an object or an array"],
    ),
    broken(
      "leaves out the other branch",
      pattern('detailType === "SeatAssigned" && { detail: { metadata: { version: consumed } } }'),
      ["is not assignable", "&&"],
    ),
    right(
      "writes the path as one key, which EventBridge understands",
      pattern('detailType === "SeatAssigned" ? { "detail.metadata.version": consumed } : {}'),
    ),
    right(
      "compares numbers",
      pattern(
        'detailType === "SeatAssigned" ? { detail: { metadata: { version: consumed.map((version) => ({ numeric: ["=", version] })) } } } : {}',
      ),
    ),
    right(
      "spreads what it adds",
      pattern(
        '({ ...(detailType === "SeatAssigned" && { detail: { metadata: { version: [...consumed].reverse() } } }) })',
      ),
    ),
  ),
  ...inExercise(
    "12.4",
    notYet("adds no deployment", write("// up to you"), ["the last deployment must publish version 2 alone"]),
    notYet("writes the end at once", deploy(["2", "1, 2"]), ["from deployment 1 to 2", "version 2 is lost", "still"]),
    notYet(
      "replaces the first deployment by the end",
      [replace("  { published: [1], consumed: [1] },\n", ""), deploy(["2", "1, 2"])],
      ["the first line is what step 11 has deployed"],
    ),
    notYet("changes both at once", deploy(["2", "2"], ["2", "1, 2"]), ["from deployment 1 to 2", "is lost"]),
    notYet("lets the producer go first", deploy(["1, 2", "1"], ["2", "1"], ["2", "1, 2"]), [
      "from deployment 2 to 3",
      "is lost",
    ]),
    notYet("stops before the end", deploy(["1", "1, 2"], ["1, 2", "1, 2"]), ["must publish version 2 alone"]),
    notYet("forgets the archive", deploy(["1", "1, 2"], ["1, 2", "1, 2"], ["2", "2"]), [
      "a replay may still deliver version 1",
    ]),
    notYet("lets the rule hear version 2 instead of both", deploy(["1", "2"], ["2", "1, 2"]), [
      "from deployment 1 to 2",
      "already",
    ]),
    notYet("stops the producer for a while", deploy(["1", "1, 2"], ["", "1, 2"], ["2", "1, 2"]), [
      "no version is published",
    ]),
    notYet("lists the deployments from the last to the first", deploy(["2", "1, 2"], ["1, 2", "1, 2"], ["1", "1, 2"]), [
      "the last deployment must publish version 2 alone",
    ]),
    broken(
      "writes the versions as text",
      write('{ published: ["2"], consumed: ["1", "2"] },'),
      ["'string' is not assignable to type 'number'"],
      "published",
    ),
    broken(
      "writes one version instead of a list",
      write("{ published: 2, consumed: [1, 2] },"),
      ["number[]"],
      "published",
    ),
    right("moves the producer at once, since the rule hears both", deploy(["1", "1, 2"], ["2", "1, 2"])),
    right(
      "lists the versions in another order, and publishes both at first",
      deploy(["1", "2, 1"], ["2, 1", "2, 1"], ["1, 2", "1, 2"], ["2", "2, 1"]),
    ),
  ),
];
