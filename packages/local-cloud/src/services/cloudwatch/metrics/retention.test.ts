import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MemoryStore } from "../../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let store: MemoryStore;
let cloud: TestCloud;
beforeEach(async () => {
  store = new MemoryStore();
  cloud = await startTestCloud({ store });
});
afterEach(() => cloud.close());

const record = (value: number) =>
  cloud.account.metric({ namespace: "Aircraft", name: "Bookings", dimensions: {}, value });

/** Records 1 to 6 in six consecutive minutes from noon on. @returns noon, in milliseconds since 1970 */
async function recordSixMinutes(): Promise<number> {
  const noon = cloud.clock.now();
  for (let value = 1; value <= 6; value++) {
    record(value);
    await cloud.clock.advance(minute);
  }
  return noon;
}

async function statistics(from: number, Period: number) {
  const { Datapoints = [] } = await cloud.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "Aircraft",
      MetricName: "Bookings",
      StartTime: new Date(from),
      EndTime: new Date(from + hour),
      Period,
      Statistics: ["Sum", "Minimum", "Maximum"],
    }),
  );
  return Datapoints.sort((a, b) => a.Timestamp!.getTime() - b.Timestamp!.getTime()).map((point) => [
    (point.Timestamp!.getTime() - from) / minute,
    point.Sum,
    point.Minimum,
    point.Maximum,
  ]);
}

/** Old data is combined when the metric gets new data. */
async function later(days: number): Promise<void> {
  await cloud.clock.advance(days * day);
  record(100);
}

test("data of single minutes is kept for 15 days", async () => {
  const noon = await recordSixMinutes();
  await later(14.9);

  expect(await statistics(noon, 60)).toEqual([1, 2, 3, 4, 5, 6].map((value) => [value - 1, value, value, value]));
});

test("then it is combined to five minutes for 63 days, with the same statistics", async () => {
  const noon = await recordSixMinutes();
  await later(16);
  await later(46);

  expect(await statistics(noon, 60)).toEqual([
    [0, 15, 1, 5],
    [5, 6, 6, 6],
  ]);
});

test("then to an hour for 455 days", async () => {
  const noon = await recordSixMinutes();
  for (const days of [16, 48, 380]) await later(days);

  expect(await statistics(noon, 60)).toEqual([[0, 21, 1, 6]]);
});

test("then it is deleted, from the store too", async () => {
  const noon = await recordSixMinutes();
  for (const days of [16, 48, 392]) await later(days);
  await cloud.close();

  cloud = await startTestCloud({ store });
  expect(await statistics(noon, 3600)).toEqual([]);
  expect([...store.collection("cloudwatch/points").keys()].filter((key) => key.endsWith(String(noon)))).toEqual([]);
});

test("a gauge that has not changed since holds, however old it is", async () => {
  const gauge = (value: number) =>
    cloud.account.metric({
      namespace: "Aircraft",
      name: "Bookings",
      dimensions: {},
      value,
      gauge: { trend: "stays" },
    });
  gauge(7);
  await cloud.clock.advance(20 * day);
  expect((await statistics(cloud.clock.now() - hour, 3600))[0]?.at(-1)).toBe(7);
  gauge(8);
  await cloud.clock.advance(hour);

  expect((await statistics(cloud.clock.now() - hour, 3600))[0]?.at(-1)).toBe(8);
});
