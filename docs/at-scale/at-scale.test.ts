import { readFileSync } from "node:fs";
import { type MetricAlarm, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import type { CallRequest } from "@event-choreography/local-cloud/testing";
import { beforeAll, expect, test } from "vitest";
import { deployedCloud, exampleBooking } from "../../test/support/local-stack.ts";
import { mockedStack } from "../../test/support/mocked-stack.ts";
import { costPerMillion, totalOf } from "./cost.ts";
import { averageUnits, mostAnswers, unitsOfNth } from "./flight.ts";
import { bookingsPerSecond, limitsOf } from "./limits.ts";
import { standing, standingCosts } from "./standing.ts";
import { countedStep, perBooking, type Usage } from "./usage.ts";

const page = readFileSync("docs/at-scale.md", "utf8").replaceAll("\r\n", "\n");

let measured: Usage;
/** The metrics that each alarm watches, as "namespace name". */
let alarms: string[][];
beforeAll(async () => {
  measured = await measure();
});

test("a booking uses each service as often as the calculation says", () => {
  const { logBytes: _, flightBytes: _f, eventBytes: _e, ...counts } = measured;
  const { logBytes: __, flightBytes: __f, eventBytes: __e, ...calculated } = perBooking;

  expect(counts).toEqual(calculated);
});

test.each([
  ["enlarges its flight's item", "flightBytes", 0.1],
  ["logs", "logBytes", 0.2],
  ["gives the archive to keep", "eventBytes", 0.1],
] as const)("a booking %s about as much as the calculation says", (_, bytes, tolerance) => {
  const deviation = measured[bytes] / perBooking[bytes] - 1;

  expect(Math.abs(deviation), `${bytes} is ${measured[bytes]}`).toBeLessThan(tolerance);
});

test("a write to a flight costs by the size of the whole item", () => {
  const usage = { ...perBooking, flightBytes: 512, writes: { SeatTable: 1 }, reads: { SeatTable: 1 } };

  expect(unitsOfNth(1, usage)).toEqual({ writes: 1, reads: 1 });
  expect(unitsOfNth(3, usage)).toEqual({ writes: 2, reads: 1 });
  expect(unitsOfNth(180, usage)).toEqual({ writes: 90, reads: 23 });
  expect(unitsOfNth(3, { ...usage, writes: { SeatTable: 2 } }).writes).toBe(4);
  expect(averageUnits(4, usage).writes).toBe((1 + 1 + 2 + 2) / 4);
  expect(mostAnswers(usage)).toBe(800);
});

test("the page states how many answers a flight can store", () => {
  expect(missing([`${mostAnswers(perBooking).toLocaleString("en-US")} answers`])).toEqual([]);
});

test("the page shows the calculated costs", () => {
  const lines = costPerMillion(perBooking);
  const rows = lines.map(({ what, count, dollars }) => `| ${what} | ${count} | ${dollars.toFixed(2)} |`);

  expect(missing([...rows, `| **total** | | **${totalOf(lines).toFixed(2)}** |`])).toEqual([]);
});

test("the program keeps running what the calculation says", async () => {
  const watched = alarms.flat();
  const program = await mockedStack({ step: countedStep });

  expect({
    alarms: alarms.length,
    alarmMetrics: watched.length,
    ownMetrics: new Set(watched.filter((metric) => metric.startsWith("AircraftBooking "))).size,
    schedules: program.all("Schedule").length,
    pipes: program.all("Pipe").length,
  }).toEqual(standing);
});

test("the page shows what costs money without bookings", () => {
  const costs = standingCosts(standing);
  const rows = costs.map(({ what, count, dollars }) => `| ${what} | ${count} | ${dollars.toFixed(2)} |`);

  expect(missing([...rows, `| **total** | | **${totalOf(costs).toFixed(2)}** |`])).toEqual([]);
});

test("the page shows the calculated limits", () => {
  const limits = limitsOf(perBooking).sort((a, b) => bookingsPerSecond(a) - bookingsPerSecond(b));
  const rows = limits.map((limit) => {
    const { what, quota, unit, perBooking: share, raised } = limit;
    const allows = bookingsPerSecond(limit).toLocaleString("en-US");
    return `| ${what} | ${quota.toLocaleString("en-US")} ${unit} | ${Number(share.toFixed(2))} | ${allows} | ${raised} |`;
  });

  expect(missing(rows)).toEqual([]);
});

/** The texts that the page lacks. */
function missing(texts: string[]): string[] {
  return texts.filter((text) => !page.includes(text));
}

/** Sends one booking through the whole choreography and counts the calls that it causes. */
async function measure(): Promise<Usage> {
  const calls: CallRequest[] = [];
  let booking = false;
  const none = () => undefined;
  const onCall = (call: CallRequest) => {
    if (booking) calls.push(call);
    return undefined;
  };
  const stack = await deployedCloud({
    step: countedStep,
    cloudOptions: { faults: { onCall, onDelivery: none, onInvoke: none } },
  });
  // The very first booking also creates the log streams.
  await stack.book({ ...exampleBooking, bookingId: "B122" });
  await stack.settle();
  const before = sizeOf((await stack.items("SeatTable"))[0]);
  booking = true;
  await stack.book(exampleBooking);
  await stack.settle();
  booking = false;
  const described: MetricAlarm[] = [];
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client: stack.cloud.cloudwatch }, {})) {
    described.push(...MetricAlarms);
  }
  alarms = described.map(({ Namespace, MetricName, Metrics }) => {
    const metrics = Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) ?? [{ Namespace, MetricName }];
    return metrics.map((metric) => `${metric.Namespace} ${metric.MetricName}`);
  });
  const flightBytes = sizeOf((await stack.items("SeatTable"))[0]) - before;
  await stack.close();

  const fromFunctions = calls.filter(
    (call) => call.principal.kind === "role" && tableOf(call) !== "PaymentProviderTable",
  );
  const fromEventBridge = calls.filter((call) => isFor(call, "events.amazonaws.com"));
  const count = (operation: RegExp) => fromFunctions.filter((call) => operation.test(nameOf(call))).length;
  const writes = fromFunctions.filter((call) => /dynamodb\.(Put|Update)Item/.test(nameOf(call)));
  const reads = fromFunctions.filter((call) => /dynamodb\.(GetItem|Query)/.test(nameOf(call)));
  return {
    events: count(/events\.PutEvents/),
    deliveries: fromEventBridge.filter((call) => /lambda\.Invoke|logs\.PutLogEvents/.test(nameOf(call))).length,
    // One run for the request, the others for events.
    functionRuns: 1 + fromEventBridge.filter((call) => nameOf(call) === "lambda.Invoke").length,
    writes: countBy([
      ...writes.map(tableOf),
      ...writes.filter(changesIndex).map((call) => `${tableOf(call)}/OpenBookings`),
    ]),
    reads: countBy(reads.map(tableOf)),
    flightBytes,
    messagesPublished: count(/sns\.Publish/),
    // What the bus logs is the event as it delivers it, and as the archive stores it.
    eventBytes: messagesOf(fromEventBridge).reduce((sum, message) => sum + Buffer.byteLength(message), 0),
    // "A log event is the message and 26 bytes": PutLogEvents.
    logBytes: messagesOf(calls).reduce((sum, message) => sum + Buffer.byteLength(message) + 26, 0),
  };
}

/** What these calls write to log groups. */
function messagesOf(calls: readonly CallRequest[]): string[] {
  return calls
    .filter((call) => nameOf(call) === "logs.PutLogEvents")
    .flatMap(({ input }) => (input as { logEvents: { message: string }[] }).logEvents)
    .map(({ message }) => message);
}

function tableOf({ input }: CallRequest): string {
  return (input as { TableName: string }).TableName;
}

/** An item is in the sparse index as long as it has openSince. */
function changesIndex({ input }: CallRequest): boolean {
  return JSON.stringify(input).includes("openSince");
}

function nameOf({ service, operation }: CallRequest): string {
  return `${service}.${operation}`;
}

function isFor({ principal }: CallRequest, service: string): boolean {
  return principal.kind === "service" && principal.service === service;
}

function countBy(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Size by the rules of "DynamoDB item sizes and formats": names and strings by their bytes, a map 3 and 1 per entry. */
function sizeOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return Buffer.byteLength(String(value));
  return Object.entries(value).reduce((sum, [name, inner]) => {
    const overhead = typeof inner === "object" ? 3 + Object.keys(inner as object).length : 0;
    return sum + Buffer.byteLength(name) + sizeOf(inner) + overhead;
  }, 0);
}
