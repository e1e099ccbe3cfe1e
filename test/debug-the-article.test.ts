import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import { paymentConfirmed as contract } from "../services/payment/publishes.ts";
import { invalidEntries } from "./debug-the-article/aws-command.ts";
import type { Finding, Word } from "./debug-the-article/hunt.ts";
import { describeHunt, describeProblem, hunts } from "./debug-the-article/hunts.ts";
import { shellCommands } from "./debug-the-article/shell-commands.ts";
import { readSketch } from "./debug-the-article/sketch.ts";
import { SketchCloud } from "./debug-the-article/sketch-cloud.ts";

const read = (file: string) => readFileSync(file, "utf8").replaceAll("\r\n", "\n");
const page = read("docs/debug-the-article.md");
const answers = read("docs/debug-the-article/answers.md");
const sketch = readSketch("docs/debug-the-article");
const corrected = readSketch("test/debug-the-article/corrected");
const numbers = Object.keys(hunts).map(Number);

test.each(numbers)("hunt %i shows its symptom on the sketch, as the page does at 80 columns", async (number) => {
  const finding = await hunts[number]!.run(sketch);

  expect(finding.fixed).toBe(false);
  expect(outputOnPage(number)).toEqual(printed(number, finding));
  for (const line of printed(number, finding)) expect(line.length, line).toBeLessThanOrEqual(80);
});

test.each(numbers)("hunt %i passes once its mistake is corrected", async (number) => {
  const { fixed, lines } = await hunts[number]!.run(corrected);

  expect(fixed, lines.join("\n")).toBe(true);
});

test.each(numbers)("the page poses hunt %i, and leaves its answer to the other page", (number) => {
  const { title, word } = hunts[number]!;
  const hunt = sectionOf(page, `### Hunt ${number}: ${title}`);
  const answer = sectionOf(answers, `## Hunt ${number}`);

  expect(hunt).toContain(`answers.md#hunt-${number})`);
  expect(hunt, "asks a question").toMatch(/\*\*Find\.\*\* .*\?/s);
  expect(hunt).not.toMatch(/\*\*(Error|Silence|Later)\.\*\*|The fix:/);
  expect(answer.toLowerCase()).toContain(`**${word}.**`);
  expect(answer).toContain("The fix:");
});

test("the page has exactly these hunts, and so have the answers", () => {
  expect([...page.matchAll(/^### Hunt (\d+): /gm)].map(([, number]) => Number(number))).toEqual(numbers);
  expect([...answers.matchAll(/^## Hunt (\d+)$/gm)].map(([, number]) => Number(number))).toEqual(numbers);
});

test("the answers count the mistakes of each kind correctly", () => {
  const inWords = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
  const count = (word: Word) => inWords[Object.values(hunts).filter((hunt) => hunt.word === word).length];
  const [, summary] = /Of the seventeen, (.*?)\./s.exec(answers) ?? [];

  expect(summary?.replace(/\s+/g, " ")).toBe(
    `${count("error")} are errors, ${count("silence")} are silent, and ${count("later")} only show later`,
  );
});

test("our contract has the fields that the sketch's event lacks", () => {
  expect(Object.keys(sketch.event.detail)).not.toContain("flightId");
  expect(Object.keys(contract.example)).toEqual(expect.arrayContaining(["flightId", "amount"]));
});

test("a client that does not check its parameters gets the answer that hunt 5's solution quotes", async () => {
  await using cloud = await SketchCloud.start();
  const entry = { source: "aircraft.booking", "detail-type": "BookingCreated", detail: { bookingId: "B123" } };
  const answer = await cloud.aws.events.send(new PutEventsCommand({ Entries: [entry as PutEventsRequestEntry] }));

  expect(answer).toMatchObject({ FailedEntryCount: 1, $metadata: { httpStatusCode: 200 } });
  const [{ ErrorCode, ErrorMessage } = {}] = answer.Entries!;
  expect(sectionOf(answers, "## Hunt 5").replace(/\s+/g, " ")).toContain(`${ErrorCode}: ${ErrorMessage}`);
});

// Recorded from aws-cli 1.45 with botocore 1.43, which checks the entries against its model of the API.
test("entries that do not fit the API are reported as the aws command reports them", () => {
  const unknown = invalidEntries([{ source: "aircraft.booking", Detail: { bookingId: "B123" } }]);

  expect(unknown).toEqual([
    'Unknown parameter in Entries[0]: "source", must be one of: Time, Source, Resources, DetailType, Detail, EventBusName, TraceHeader',
    "Invalid type for parameter Entries[0].Detail, valid types: <class 'str'>",
  ]);
  expect(invalidEntries([{ Source: "aircraft.booking", Detail: "{}" }])).toEqual([]);
});

test("a script is split as a shell splits it", () => {
  const script = `# a comment\naws a --b 'c d' \\\n  --e "f \\"g\\""; aws h'i'j\n\n  --k l # end\n`;

  expect(shellCommands(script)).toEqual([
    ["aws", "a", "--b", "c d", "--e", 'f "g"'],
    ["aws", "hij"],
    ["--k", "l"],
  ]);
});

test("what a hunt cannot run is reported with its place or its name, never as a stack trace", async () => {
  const problemOf = (script: string) => {
    try {
      return String(shellCommands(script));
    } catch (error) {
      return describeProblem(error).map(stripVTControlCharacters).join("\n");
    }
  };

  expect(problemOf("aws a\naws b --c 'd\n")).toBe(
    "broken      The quote that opens on line 2 of the script has no end.",
  );
  expect(problemOf("aws a | jq .")).toContain('"|" outside quotes');
  await expect(hunts[8]!.run({ ...sketch, handler: "export const = 1;" })).rejects.toThrow("seat-assignment.mjs:1:13");
  const { lines } = await hunts[1]!.run({ ...sketch, commands: "aws s3 ls" });
  expect(lines).toContain('The hunts know no "aws s3 ls", only operations of events, lambda and sqs.');
});

/** What the page shows below the hunt's command. */
function outputOnPage(number: number): string[] {
  const [, output = ""] = /```(?:console exit=1|text)\n\$ npm run hunt \d+\n…\n(.*?)```/s.exec(huntOf(number)) ?? [];
  return output.trimEnd().split("\n");
}

function huntOf(number: number): string {
  return sectionOf(page, `### Hunt ${number}: ${hunts[number]!.title}`);
}

function printed(number: number, finding: Finding): string[] {
  return describeHunt(number, hunts[number]!, finding).map(stripVTControlCharacters);
}

/** The text between a heading and the next heading of any level. */
function sectionOf(text: string, heading: string): string {
  const from = text.indexOf(`${heading}\n`);
  expect(from, heading).toBeGreaterThanOrEqual(0);
  const body = text.slice(from + heading.length);
  return body.slice(0, /^##/m.exec(body)?.index);
}
