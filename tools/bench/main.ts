import { note, paint, say, sayJson, table } from "@event-choreography/workshop-cli/terminal";
import { root } from "@event-choreography/workshop-cli/working-copy";
import { Command } from "commander";
import { Copy } from "../prove/copies.ts";
import { BookingClient } from "./booking-client.ts";
import { bookingRate, median, medianBooking, timeBooking } from "./bookings.ts";
import { CloudProcess, run } from "./commands.ts";
import { matchesPerSecond } from "./matches.ts";
import { type CpuTimes, ProcessTree } from "./process-tree.ts";
import { lines, type Results } from "./results.ts";
import { sdkBound } from "./sdk-bound.ts";

/** The step that is deployed: with it the whole way of a booking is there, five services and nothing beside it. */
const step = 6;
const bookings = 500;
/** Bursts of so many: in the first the engine still compiles what runs often. */
const bursts = 4;

function commandLine(): Command {
  return new Command("npm run bench --")
    .description(
      "Measures how long a learner waits, and how much the local cloud carries: two minutes, and nothing else " +
        "should run meanwhile. Ends with 1 if a booking was lost, or notified twice.",
    )
    .option("--json", "one JSON document on stdout");
}

/** `npm run bench`: how long a learner waits, and how much the local cloud carries. Exits with 1 if a booking was lost. */
export async function main(args: readonly string[]): Promise<void> {
  const { json } = commandLine().parse(args, { from: "user" }).opts<{ json?: boolean }>();
  const results = await measure(json ? () => {} : note);
  if (json) sayJson(results);
  else show(results);
  if (results.lost > 0 || results.notifiedTwice > 0) process.exitCode = 1;
}

async function measure(tell: (text: string) => void): Promise<Results> {
  using copy = new Copy(root);
  const { root: folder } = copy.workspace;
  tell("The demo, on a clone where nothing has been built ...");
  const demoMs = (await run(folder, "demo", "--json")).ms;
  tell("The check of step 3, twice ...");
  const firstCheckMs = (await run(folder, "check", "3", "--json")).ms;
  const checkMs = (await run(folder, "check", "3", "--json")).ms;
  tell("The start of the cloud, five times ...");
  const starts: number[] = [];
  for (let again = 0; again < 4; again++) starts.push(await startAndEnd(folder));
  const cloud = await CloudProcess.start(folder);
  using tree = new ProcessTree(cloud.pid);
  try {
    starts.push(cloud.startMs);
    tell(`Deploying step ${step}, and its part alone ...`);
    await run(folder, "up", String(step - 1), "--json");
    const upStepMs = (await run(folder, "up", String(step), "--json")).ms;
    await run(folder, "down", "--json");
    const { ms: deployMs, outputs } = (await run(folder, "up", String(step), "--json")).document;
    const booked = await measureBookings(cloud, outputs, tree, tell);
    tell("The same calls against a server that costs nothing ...");
    await cloud.end();
    const bound = await sdkBound(bookings);
    return rounded({
      startMs: median(starts),
      deployMs,
      ...booked,
      sdkBound: bound,
      peakRssMb: tree.peakRssMb,
      matchesPerSecond: matchesPerSecond(50_000),
      upStepMs,
      firstCheckMs,
      checkMs,
      demoMs,
    });
  } finally {
    await cloud.end();
  }
}

async function startAndEnd(folder: string): Promise<number> {
  const cloud = await CloudProcess.start(folder);
  await cloud.end();
  return cloud.startMs;
}

async function measureBookings(
  cloud: CloudProcess,
  outputs: { bookingUrl: string; inboxUrl: string },
  tree: ProcessTree,
  tell: (text: string) => void,
) {
  const client = new BookingClient(cloud.ready, outputs);
  tell("One booking, then 50 more, one after the other ...");
  const coldBookingMs = await timeBooking(client, "COLD-1");
  const warmBookingMs = await medianBooking(client, 50);
  tell(`${bookings} bookings, 20 at a time; ${bursts} times ...`);
  const rates = [];
  for (let number = 1; number <= bursts; number++) rates.push(await burst(client, tree, number));
  const [first, ...later] = rates;
  const { rate: bookingsPerSecond, ...cpu } = later.sort((one, other) => one.rate - other.rate)[1]!;
  // A second notification may still be on its way.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await client.close();
  const times = [...client.notified.values()];
  return {
    coldBookingMs,
    warmBookingMs,
    firstBurstPerSecond: first!.rate,
    bookingsPerSecond,
    ...cpu,
    lost: 1 + 50 + bursts * bookings - times.length,
    notifiedTwice: times.filter((count) => count > 1).length,
  };
}

/** So many bookings at once: how many a second, and who of the cloud used how much processor time for one. */
async function burst(client: BookingClient, tree: ProcessTree, number: number) {
  const before = tree.cpuTimes;
  const rate = await bookingRate(client, `BURST${number}`, bookings, 20);
  const after = tree.cpuTimes;
  const perBooking = (who: keyof CpuTimes) => before && after && (after[who] - before[who]) / bookings;
  return {
    rate,
    cloudCpuMs: perBooking("cloud"),
    functionsCpuMs: perBooking("functions"),
    helpersCpuMs: perBooking("helpers"),
  };
}

/** To three digits and the whole number, whichever says more. */
function rounded(results: Results): Results {
  const entries = Object.entries(results).map(([key, value]) => [key, round(value)]);
  return Object.fromEntries(entries) as Results;
}

function round(value: number | undefined): number | undefined {
  return value === undefined || value >= 100 ? value && Math.round(value) : Number(value.toPrecision(3));
}

function show(results: Results): void {
  const rows = lines.map(({ key, label, unit, budget, isMet }) => {
    const value = results[key];
    if (value === undefined) return [label, "", "", paint.dim("not measured: only Linux says")];
    const mark = isMet(value, results) ? budget && paint.green("ok") : paint.yellow("no");
    return [label, `${value.toLocaleString("en")} ${unit}`, mark, paint.dim(budget)];
  });
  say();
  for (const line of table(rows)) say(line);
  say();
  say(paint.dim("Times depend on what else the machine does; the budgets are for two cores with nothing else to do."));
}
