import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";

const logGroupName = "hostile";
const logStreamName = "one";
const message = `${"a".repeat(100_000)}!`;
/** Twice as deep as recursive functions get. */
const deep = `{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
  const timestamp = cloud.clock.now();
  await cloud.logs.send(new CreateLogGroupCommand({ logGroupName }));
  await cloud.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  for (const text of [message, JSON.stringify({ text: message }), deep]) {
    await cloud.logs.send(
      new PutLogEventsCommand({ logGroupName, logStreamName, logEvents: [{ timestamp, message: text }] }),
    );
  }
});
afterAll(() => cloud.close());

async function query(queryString: string) {
  const now = cloud.clock.now();
  const { queryId } = await cloud.logs.send(
    new StartQueryCommand({ logGroupName, queryString, startTime: now - 60_000, endTime: now + 60_000 }),
  );
  const { results = [] } = await cloud.logs.send(new GetQueryResultsCommand({ queryId }));
  return results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field!, value])));
}

const filter = (filterPattern: string) => cloud.logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));

// Each of these took longer than anyone can wait when JavaScript's own engine matched them.
test.each([
  ["like", "filter @message like /^(a+)+$/"],
  ["=~", "filter @message =~ /(a|aa)+$/"],
  ["parse with a regular expression", "parse @message /^(?<x>(a+)+)$/ | filter ispresent(x)"],
  ["parse with asterisks", `parse @message "${"a*".repeat(150)}z" as ${names(150)} | filter ispresent(x0)`],
])("a query ends whatever its pattern is: %s", async (_, queryString) => {
  expect(await query(queryString)).toEqual([]);
});

test.each([
  ["a regular expression", "%a*a*a*a*a*a*a*a*a*a*a*a*a*a*b%"],
  ["an asterisk in a comparison", `{ $.text = "${"*a".repeat(200)}b" }`],
  ["a regular expression in a comparison", "{ $.text = %^a*a*a*a*a*a*a*a*a*a*a*a*b$% }"],
])("a filter ends whatever its pattern is: %s", async (_, pattern) => {
  expect((await filter(pattern)).events).toEqual([]);
});

test.each([
  ["parentheses", `fields ${"(".repeat(4900)}1${")".repeat(4900)}`],
  ["function calls", `fields ${"abs(".repeat(1200)}1${")".repeat(1200)}`],
  ["lists", `filter 1 in ${"[".repeat(4900)}1${"]".repeat(4900)}`],
])("a query with thousands of %s within each other is malformed", async (_, queryString) => {
  await expect(query(queryString)).rejects.toMatchObject({ name: "MalformedQueryException" });
});

test.each([
  ["signs", `fields ${"-".repeat(9970)}1 as x | limit 1`, "1"],
  ["negations", `fields ${"not ".repeat(2000)}true as x | limit 1`, "true"],
  ["sums", `fields 0${"+1".repeat(4900)} as x | limit 1`, "4900"],
  ["powers", `fields 1${"^1".repeat(4900)} as x | limit 1`, "1"],
  ["alternatives", `fields false${" or 1=1".repeat(1200)} as x | limit 1`, "true"],
])("a query may have a chain of thousands of %s", async (_, queryString, x) => {
  expect(await query(queryString)).toMatchObject([{ x }]);
});

test("a field of a document that nests too deep is missing", async () => {
  expect(await query("filter ispresent(a)")).toEqual([]);
  expect((await filter("{ $.a[0] NOT EXISTS }")).events).toHaveLength(1);
});

test("a text that a query lets grow beyond a log event is missing", async () => {
  const doubled = Array.from({ length: 60 }, (_, step) => `fields concat(x${step}, x${step}) as x${step + 1}`);

  const [row] = await query(`fields "aaaaaaaa" as x0 | ${doubled.join(" | ")} | limit 1 | display x1, x17, x18`);

  expect(row).toMatchObject({ x1: "a".repeat(16), x17: "a".repeat(2 ** 20) });
  expect(row).not.toHaveProperty("x18");
});

test("a time that no date has is missing", async () => {
  const far = "9".repeat(30);

  const [row] = await query(`fields frommillis(${far}) as a, datefloor(${far}, 5m) as b, bin(0m) as c | limit 1`);

  expect(Object.keys(row!)).toEqual(["@ptr"]);
});

test("a query has up to 10,000 characters, and a filter pattern up to 1,024", async () => {
  await expect(query(`fields 1 #${"x".repeat(10_000)}`)).rejects.toMatchObject({ name: "InvalidParameterException" });
  await expect(filter("x".repeat(1025))).rejects.toMatchObject({ name: "InvalidParameterException" });
});

function names(count: number): string {
  return Array.from({ length: count }, (_, index) => `x${index}`).join(", ");
}
