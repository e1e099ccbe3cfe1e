import { GetMetricStatisticsCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MemoryStore } from "../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { alarmState, putAlarm } from "./alarms/test-support.ts";

/** Follows "Publish custom metrics", High-resolution metrics, and "PutMetricAlarm", Period. */

const second = 1000;
const hour = 60 * 60 * second;
let cloud: TestCloud;
let start: number;
beforeEach(async () => {
  cloud = await startTestCloud();
  start = cloud.clock.now();
});
afterEach(() => cloud.close());

const put = (Value: number, StorageResolution = 1) =>
  cloud.cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: "Aircraft",
      MetricData: [{ MetricName: "PaymentsRefused", Value, StorageResolution }],
    }),
  );

/** Sums since the start, as pairs of seconds since then and value. */
async function sums(Period: number, of = cloud): Promise<Array<[number, number]>> {
  const { Datapoints = [] } = await of.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "Aircraft",
      MetricName: "PaymentsRefused",
      StartTime: new Date(start),
      EndTime: new Date(start + 600 * second),
      Period,
      Statistics: ["Sum"],
    }),
  );
  return Datapoints.map(({ Timestamp, Sum }): [number, number] => [(Timestamp!.getTime() - start) / second, Sum!]).sort(
    ([one], [other]) => one - other,
  );
}

describe("values of high resolution", () => {
  /** The values 1, 2, 4 and 8 at seconds 0, 12, 14 and 75. */
  beforeEach(async () => {
    let at = 0;
    for (const [time, value] of [
      [0, 1],
      [12, 2],
      [14, 4],
      [75, 8],
    ] as const) {
      await cloud.clock.advance((time - at) * second);
      at = time;
      await put(value);
    }
  });

  test.each<[number, Array<[number, number]>]>([
    [
      1,
      [
        [0, 1],
        [12, 2],
        [14, 4],
        [75, 8],
      ],
    ],
    [
      5,
      [
        [0, 1],
        [10, 6],
        [75, 8],
      ],
    ],
    [
      10,
      [
        [0, 1],
        [10, 6],
        [70, 8],
      ],
    ],
    [
      30,
      [
        [0, 7],
        [60, 8],
      ],
    ],
    [
      60,
      [
        [0, 7],
        [60, 8],
      ],
    ],
    [300, [[0, 15]]],
  ])("can be read in periods of %i seconds", async (period, expected) => {
    expect(await sums(period)).toEqual(expected);
  });

  // "CloudWatch concepts", Metrics retention: less than 60 seconds for 3 hours.
  test("are those of a minute after three hours", async () => {
    await cloud.clock.advance(3 * hour + second);

    expect(await sums(10)).toEqual([
      [0, 7],
      [60, 8],
    ]);
  });
});

test("values of high resolution are there after a restart", async () => {
  const store = new MemoryStore();
  const first = await startTestCloud({ store });
  start = first.clock.now();
  await first.clock.advance(12 * second);
  const MetricData = [{ MetricName: "PaymentsRefused", Value: 2, StorageResolution: 1 }];
  await first.cloudwatch.send(new PutMetricDataCommand({ Namespace: "Aircraft", MetricData }));
  await first.close();

  await using again = await startTestCloud({ store });
  expect(await sums(1, again)).toEqual([[12, 2]]);
});

test("a service's values of high resolution are kept by the second too", async () => {
  await cloud.clock.advance(12 * second);
  const point = { namespace: "Aircraft", name: "PaymentsRefused", dimensions: {}, value: 2 };
  cloud.account.metric({ ...point, highResolution: true });

  expect(await sums(1)).toEqual([[12, 2]]);
});

test("values of standard resolution are those of their minute", async () => {
  await cloud.clock.advance(12 * second);
  await put(2, 60);

  expect(await sums(1)).toEqual([[0, 2]]);
});

test("a storage resolution is one second or one minute", async () => {
  await expect(put(1, 5)).rejects.toMatchObject({
    message: "The value 5 for parameter MetricData.member.1.StorageResolution is invalid.",
  });
});

test.each([10, 20, 30])("an alarm with a period of %i seconds goes off within ten seconds", async (Period) => {
  await putAlarm(cloud, { Period });
  await cloud.clock.advance(12 * second);
  await put(3);

  await cloud.clock.advance(8 * second - 1);
  expect(await alarmState(cloud)).toBe("INSUFFICIENT_DATA");
  await cloud.clock.advance(1);
  expect(await alarmState(cloud)).toBe("ALARM");
});

test("an alarm with a short period returns to OK, and to insufficient data when nothing comes", async () => {
  await putAlarm(cloud, { Period: 10 });
  await put(3);
  await cloud.clock.advance(10 * second);
  expect(await alarmState(cloud)).toBe("ALARM");

  await put(1);
  await cloud.clock.advance(10 * second);
  expect(await alarmState(cloud)).toBe("OK");
  await cloud.clock.advance(60 * second);
  expect(await alarmState(cloud)).toBe("INSUFFICIENT_DATA");
});

test("an alarm with a period of a minute waits for the end of the minute, whatever the resolution", async () => {
  await putAlarm(cloud);
  await cloud.clock.advance(12 * second);
  await put(3);

  await cloud.clock.advance(48 * second - 1);
  expect(await alarmState(cloud)).toBe("INSUFFICIENT_DATA");
  await cloud.clock.advance(1);
  expect(await alarmState(cloud)).toBe("ALARM");
});
