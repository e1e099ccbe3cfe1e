import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createControl } from "@event-choreography/local-cloud/control";
import { BookingClient } from "./booking-client.ts";
import { median } from "./bookings.ts";
import { CloudProcess, run } from "./commands.ts";
import { HistoryRecords } from "./history-records.ts";
import { cpuMsOf, residentMbOf } from "./process-tree.ts";

/** Real bookings before the copies, and as many after them. */
const real = 500;
const concurrency = 20;
const flights = 25;

export interface HistoryResults {
  /** Real ones, and those of which only the records were written. */
  bookings: number;
  /** Memory of the local cloud's process after the first 500 bookings, without its functions. Undefined without /proc. */
  memoryBeforeMb: number | undefined;
  /** After all of them, the last 500 again real ones. */
  memoryAfterMb: number | undefined;
  /** From the start of the process until it is ready, with the first 500 bookings: the median of three. */
  startBeforeMs: number;
  startAfterMs: number;
  /** Processor time of those starts, which other processes on the machine hardly change. Undefined without /proc. */
  startBeforeCpuMs: number | undefined;
  startAfterCpuMs: number | undefined;
  /** Memory of the process after that last start. */
  memoryStartedMb: number | undefined;
  /** `npx workshop trace` of one of the first bookings, at the end. */
  traceMs: number;
  diskMb: number;
}

/** Makes a history of `count` bookings in a workshop without a cloud, and measures it before and after. */
export async function measureHistory(
  folder: string,
  count: number,
  progress: (text: string) => void,
): Promise<HistoryResults> {
  let cloud = await CloudProcess.start(folder);
  try {
    progress("Deploying all steps, and booking 500 times ...");
    const { outputs } = (await run(folder, "up", "--json")).document;
    await book(cloud, outputs, HistoryRecords.idOf);
    const memoryBeforeMb = residentMbOf(cloud.pid);
    await cloud.end();
    const startBefore = await medianStart(folder);

    cloud = await CloudProcess.start(folder);
    await book(cloud, outputs, (number) => `W-${number}`, 50);
    await copy(cloud, Math.max(0, Math.ceil((count - 2 * real) / real)), progress);
    progress("Booking 500 times again ...");
    await book(cloud, outputs, (number) => `A-${number}`);
    const memoryAfterMb = residentMbOf(cloud.pid);
    const traceMs = (await run(folder, "trace", HistoryRecords.idOf(7), "--json")).ms;
    await cloud.end();
    const startAfter = await medianStart(folder);
    cloud = await CloudProcess.start(folder);
    return {
      bookings: count,
      memoryBeforeMb,
      memoryAfterMb,
      startBeforeMs: startBefore.ms,
      startAfterMs: startAfter.ms,
      startBeforeCpuMs: startBefore.cpuMs,
      startAfterCpuMs: startAfter.cpuMs,
      memoryStartedMb: residentMbOf(cloud.pid),
      traceMs,
      diskMb: Math.round(sizeOf(join(folder, ".workshop/cloud/data/store")) / 1024 / 1024),
    };
  } finally {
    await cloud.end();
  }
}

export function historyLines(results: HistoryResults): Array<[label: string, value: string, ok: boolean | undefined]> {
  const { memoryBeforeMb: before, memoryAfterMb: after } = results;
  const mb = (value: number | undefined) => (value === undefined ? "measured only on Linux" : `${value} MB`);
  const start = (ms: number, cpuMs: number | undefined) =>
    cpuMs === undefined ? `${ms} ms` : `${ms} ms, ${cpuMs} ms of processor time`;
  return [
    [`start after ${real} bookings`, start(results.startBeforeMs, results.startBeforeCpuMs), undefined],
    [
      `start after ${results.bookings.toLocaleString("en")}`,
      start(results.startAfterMs, results.startAfterCpuMs),
      results.startAfterMs <= 500,
    ],
    [`memory after ${real} bookings`, mb(before), undefined],
    [
      `memory after ${results.bookings.toLocaleString("en")}`,
      mb(after),
      before === undefined || after === undefined ? undefined : after <= 1.2 * before,
    ],
    ["memory after the last start", mb(results.memoryStartedMb), undefined],
    ["npx workshop trace, of an early booking", `${results.traceMs} ms`, undefined],
    ["on disk", `${results.diskMb} MB`, undefined],
  ];
}

async function book(
  cloud: CloudProcess,
  outputs: { bookingUrl: string; inboxUrl: string },
  idOf: (number: number) => string,
  count = real,
): Promise<void> {
  // Each start has another port.
  const bookingUrl = new URL(outputs.bookingUrl);
  bookingUrl.port = new URL(cloud.ready.endpoint).port;
  const client = new BookingClient(cloud.ready, { ...outputs, bookingUrl: bookingUrl.href });
  try {
    let next = 0;
    const notified: Array<Promise<void>> = [];
    const caller = async () => {
      while (next < count) {
        const number = next++;
        notified.push((await client.book(idOf(number), `${idOf(0)}FLIGHT${number % flights}`)).notified);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, caller));
    await Promise.all(notified);
  } finally {
    await client.close();
  }
  await settled(cloud);
}

async function copy(cloud: CloudProcess, copies: number, progress: (text: string) => void): Promise<void> {
  const records = new HistoryRecords(cloud.ready);
  await records.read();
  await records.without(await records.deliveringRules(), async () => {
    for (let number = 1; number <= copies; number++) {
      if (number % 5 === 1) progress(`Writing the records of ${real} bookings, ${number} of ${copies} times ...`);
      await records.copy();
    }
    await settled(cloud);
  });
  records.close();
}

/** Waits until all accepted work is done. */
async function settled({ ready: { endpoint } }: CloudProcess): Promise<void> {
  const control = createControl({ endpoint });
  while ((await control.pending()).length > 0) await new Promise((resolve) => setTimeout(resolve, 500));
  await new Promise((resolve) => setTimeout(resolve, 2000));
}

async function medianStart(folder: string): Promise<{ ms: number; cpuMs: number | undefined }> {
  const starts: number[] = [];
  const cpu: number[] = [];
  for (let number = 0; number < 3; number++) {
    const cloud = await CloudProcess.start(folder);
    starts.push(cloud.startMs);
    const used = cpuMsOf(cloud.pid);
    if (used !== undefined) cpu.push(used);
    await cloud.end();
  }
  return { ms: median(starts), cpuMs: cpu.length > 0 ? median(cpu) : undefined };
}

/** See proc_pid_status(5). */
function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
