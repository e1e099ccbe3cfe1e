import { note, paint, say, sayJson, table } from "@event-choreography/workshop-cli/terminal";
import { root } from "@event-choreography/workshop-cli/working-copy";
import { Command } from "commander";
import { Copy } from "../prove/copies.ts";
import { BookingClient } from "./booking-client.ts";
import { bookingRate, median, medianBooking, timeBooking } from "./bookings.ts";
import { CloudProcess, run } from "./commands.ts";
import { historyLines, measureHistory } from "./history.ts";
import { matchesPerSecond } from "./matches.ts";
import { type CpuTimes, ProcessTree } from "./process-tree.ts";
import { lines, type Results } from "./results.ts";
import { sdkBound } from "./sdk-bound.ts";

/** The step to deploy: the first with all five services, and nothing else yet. */
const step = 6;
const bookings = 500;
/** How often `bookings` are made. The first time, Node is still compiling hot code. */
const bursts = 4;

function commandLine(): Command {
  return new Command("npm run bench --")
    .description(
      "Measures how long a learner waits, and how many bookings the local cloud handles. Takes two minutes on an " +
        "otherwise idle machine. Exits with 1 if a booking was lost or notified twice.",
    )
    .option(
      "--history <bookings>",
      "instead, measure start and memory after so many bookings: 1,000 real ones, and the records of the others",
    )
    .option("--json", "print one JSON document to stdout");
}

/** `npm run bench`. Sets exit code 1 if a booking was lost or notified twice. */
export async function main(args: readonly string[]): Promise<void> {
  const { json, history } = commandLine().parse(args, { from: "user" }).opts<{ json?: boolean; history?: string }>();
  const progress = json ? () => {} : note;
  if (history !== undefined) return await mainOfHistory(Number(history), progress, json ?? false);
  const results = await measure(progress);
  if (json) sayJson(results);
  else show(results);
  if (results.lost > 0 || results.notifiedTwice > 0) process.exitCode = 1;
}

async function mainOfHistory(count: number, progress: (text: string) => void, json: boolean): Promise<void> {
  using copy = new Copy(root);
  const results = await measureHistory(copy.workspace.root, count, progress);
  if (json) return sayJson(results);
  const mark = (ok: boolean | undefined) => (ok === undefined ? "" : ok ? paint.green("ok") : paint.yellow("no"));
  say();
  for (const line of table(historyLines(results).map(([label, value, ok]) => [label, value, mark(ok)]))) say(line);
}

async function measure(progress: (text: string) => void): Promise<Results> {
  using copy = new Copy(root);
  const { root: folder } = copy.workspace;
  progress("Running the demo on a clone where nothing is built ...");
  const demoMs = (await run(folder, "demo", "--json")).ms;
  progress("Checking step 3, twice ...");
  const firstCheckMs = (await run(folder, "check", "3", "--json")).ms;
  const checkMs = (await run(folder, "check", "3", "--json")).ms;
  progress("Starting the local cloud, five times ...");
  const starts: number[] = [];
  for (let start = 0; start < 4; start++) starts.push(await startAndEnd(folder));
  const cloud = await CloudProcess.start(folder);
  using tree = new ProcessTree(cloud.pid);
  try {
    starts.push(cloud.startMs);
    progress(`Deploying step ${step}, alone and from nothing ...`);
    await run(folder, "up", String(step - 1), "--json");
    const upStepMs = (await run(folder, "up", String(step), "--json")).ms;
    await run(folder, "down", "--json");
    const { ms: deployMs, outputs } = (await run(folder, "up", String(step), "--json")).document;
    const booked = await measureBookings(cloud, outputs, tree, progress);
    progress("Making the same calls against a server with fixed responses ...");
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
  progress: (text: string) => void,
) {
  const client = new BookingClient(cloud.ready, outputs);
  progress("Booking once, then 50 times more, one after the other ...");
  const coldBookingMs = await timeBooking(client, "COLD-1");
  const warmBookingMs = await medianBooking(client, 50);
  progress(`Booking ${bookings} times, 20 at a time; ${bursts} times ...`);
  const rates = [];
  for (let number = 1; number <= bursts; number++) rates.push(await burst(client, tree, number));
  const [first, ...later] = rates;
  const { rate: bookingsPerSecond, ...cpu } = later.sort((one, other) => one.rate - other.rate)[1]!;
  // Wait for duplicate notifications.
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

/** The bookings per second of one burst, and the processor time of one of its bookings. */
async function burst(client: BookingClient, tree: ProcessTree, number: number) {
  const before = tree.cpuTimes;
  const rate = await bookingRate(client, `BURST${number}`, bookings, 20);
  const after = tree.cpuTimes;
  const perBooking = (owner: keyof CpuTimes) => before && after && (after[owner] - before[owner]) / bookings;
  return {
    rate,
    cloudCpuMs: perBooking("cloud"),
    functionsCpuMs: perBooking("functions"),
    helpersCpuMs: perBooking("helpers"),
  };
}

/** To integers, or to three digits below 100. */
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
    if (value === undefined) return [label, "", "", paint.dim("measured only on Linux")];
    const mark = isMet(value, results) ? budget && paint.green("ok") : paint.yellow("no");
    return [label, `${value.toLocaleString("en")} ${unit}`, mark, paint.dim(budget)];
  });
  say();
  for (const line of table(rows)) say(line);
  say();
  say(paint.dim("Times depend on the machine's load. The budgets are for an idle machine with two cores."));
}
