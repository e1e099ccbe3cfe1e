import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MemoryStore } from "../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";

const minute = 60_000;
let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

function put(datum: Partial<MetricDatum> = {}, Namespace = "Aircraft") {
  const MetricData = [
    { MetricName: "Bookings", ...(datum.Values || datum.StatisticValues ? {} : { Value: 1 }), ...datum },
  ];
  return cloud.cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
}

/** The data points of the last hour, oldest first. */
async function statistics(Statistics: string[], more: object = {}) {
  const input = {
    Namespace: "Aircraft",
    MetricName: "Bookings",
    StartTime: new Date(cloud.clock.now() - 60 * minute),
    EndTime: new Date(cloud.clock.now() + minute),
    Period: 60,
    Statistics,
    ...more,
  };
  const { Datapoints } = await cloud.cloudwatch.send(new GetMetricStatisticsCommand(input as never));
  return Datapoints!.sort((one, other) => one.Timestamp!.getTime() - other.Timestamp!.getTime());
}

describe("PutMetricData and GetMetricStatistics", () => {
  test("combine the values of one minute into one data point", async () => {
    for (const Value of [3, 1, 2]) await put({ Value });

    expect(await statistics(["SampleCount", "Sum", "Average", "Minimum", "Maximum"])).toEqual([
      {
        Timestamp: new Date(cloud.clock.now()),
        SampleCount: 3,
        Sum: 6,
        Average: 2,
        Minimum: 1,
        Maximum: 3,
        Unit: "None",
      },
    ]);
  });

  test("return one data point a minute, or fewer for a longer period", async () => {
    await put({ Value: 1 });
    await cloud.clock.advance(minute);
    await put({ Value: 2 });

    expect((await statistics(["Sum"])).map(({ Sum }) => Sum)).toEqual([1, 2]);
    expect((await statistics(["Sum"], { Period: 300 })).map(({ Sum }) => Sum)).toEqual([3]);
  });

  test("distinguish metrics by their dimensions, in any order", async () => {
    const [flight, seat] = [
      { Name: "Flight", Value: "FLIGHT001" },
      { Name: "Class", Value: "Y" },
    ];
    await put({ Dimensions: [flight, seat] });
    await put({ Dimensions: [seat, flight] });
    await put({ Dimensions: [flight] });

    expect((await statistics(["Sum"], { Dimensions: [flight, seat] }))[0]?.Sum).toBe(2);
    expect(await statistics(["Sum"])).toEqual([]);
  });

  test("weigh values by their counts and statistic sets by their sample count", async () => {
    await put({ Values: [1, 10], Counts: [9, 1] });
    await put({ StatisticValues: { SampleCount: 2, Sum: 6, Minimum: 2, Maximum: 4 } });

    expect((await statistics(["SampleCount", "Sum", "Maximum"]))[0]).toMatchObject({
      SampleCount: 12,
      Sum: 25,
      Maximum: 10,
    });
  });

  test("return percentiles accurate to one percent", async () => {
    await put({ Values: Array.from({ length: 100 }, (_, index) => index + 1) });

    const [point] = await statistics([], { Statistics: undefined, ExtendedStatistics: ["p50", "p99"] });

    expect(point!.ExtendedStatistics!.p50).toBeCloseTo(50, -0.5);
    expect(Math.abs(point!.ExtendedStatistics!.p99! - 99)).toBeLessThan(1);
  });

  test("select values by unit", async () => {
    await put({ Value: 1, Unit: "Count" });
    await put({ Value: 5, Unit: "Seconds" });

    expect((await statistics(["Sum"], { Unit: "Seconds" })).map(({ Sum, Unit }) => [Sum, Unit])).toEqual([
      [5, "Seconds"],
    ]);
  });

  test("accept a request with 1000 values", async () => {
    const MetricData = Array.from({ length: 1000 }, () => ({ MetricName: "Bookings", Value: 1 }));
    await cloud.cloudwatch.send(new PutMetricDataCommand({ Namespace: "Aircraft", MetricData }));

    expect((await statistics(["Sum"]))[0]?.Sum).toBe(1000);
  });

  test("return metrics that services of the account record", async () => {
    cloud.account.metric({ namespace: "AWS/Events", name: "Invocations", dimensions: { RuleName: "R" }, value: 1 });

    const [point] = await statistics(["Sum"], {
      Namespace: "AWS/Events",
      MetricName: "Invocations",
      Dimensions: [{ Name: "RuleName", Value: "R" }],
    });

    expect(point).toMatchObject({ Sum: 1, Unit: "Count" });
  });

  test("count a queue's gauge in each minute until it changes", async () => {
    const gauge = (value: number) =>
      cloud.account.metric({
        namespace: "AWS/SQS",
        name: "ApproximateNumberOfMessagesVisible",
        dimensions: {},
        value,
        gauge: { trend: "stays" },
      });
    gauge(3);
    await cloud.clock.advance(2 * minute);
    gauge(0);
    await cloud.clock.advance(minute);

    const found = await statistics(["Maximum"], {
      Namespace: "AWS/SQS",
      MetricName: "ApproximateNumberOfMessagesVisible",
    });

    expect(found.map(({ Maximum }) => Maximum)).toEqual([3, 3, 0, 0]);
  });

  test("keep metrics over a restart", async () => {
    const store = new MemoryStore();
    const before = await startTestCloud({ store });
    before.account.metric({ namespace: "Aircraft", name: "Bookings", dimensions: {}, value: 7 });
    await before.close();

    await using after = await startTestCloud({ store });

    expect((await after.cloudwatch.send(new ListMetricsCommand({}))).Metrics).toHaveLength(1);
  });

  test.each([
    ["a namespace of AWS", () => put({}, "AWS/Lambda"), "The value AWS/Lambda for parameter Namespace is invalid."],
    ["a value and values", () => put({ Value: 1, Values: [1] }), "are mutually exclusive"],
    ["no value", () => put({ Value: undefined }), "The parameter MetricData.member.1.Value is required."],
    [
      "a statistic set without values",
      () => put({ StatisticValues: { SampleCount: 0, Sum: 0, Minimum: 0, Maximum: 0 } }),
      "The value 0 for parameter MetricData.member.1.StatisticValues.SampleCount is invalid.",
    ],
    [
      "a value that never occurred",
      () => put({ Values: [1], Counts: [0] }),
      "The value 0 for parameter MetricData.member.1.Counts is invalid.",
    ],
    ["counts that do not match the values", () => put({ Values: [1, 2], Counts: [1] }), "must be of the same size"],
    ["a time in the distant past", () => put({ Timestamp: new Date(0) }), "within the past two weeks"],
    ["a period of seven seconds", () => statistics(["Sum"], { Period: 7 }), "20, 30 or a multiple of 60"],
    ["more than 1440 data points", () => statistics(["Sum"], { StartTime: new Date(0) }), "exceeds the limit of 1,440"],
  ])("refuse %s", async (_name, act, message) => {
    await expect(act()).rejects.toThrow(message);
  });
});

describe("ListMetrics", () => {
  test("filters by namespace, name and dimension", async () => {
    await put({ Dimensions: [{ Name: "Flight", Value: "FLIGHT001" }] });
    await put({ MetricName: "Refunds" });
    await put({}, "Other");
    const list = async (input: object) =>
      (await cloud.cloudwatch.send(new ListMetricsCommand(input))).Metrics!.map(
        ({ Namespace, MetricName }) => `${Namespace} ${MetricName}`,
      );

    expect(await list({})).toHaveLength(3);
    expect(await list({ Namespace: "Aircraft" })).toEqual(["Aircraft Bookings", "Aircraft Refunds"]);
    expect(await list({ Dimensions: [{ Name: "Flight" }] })).toEqual(["Aircraft Bookings"]);
    expect(await list({ Dimensions: [{ Name: "Flight", Value: "X" }] })).toEqual([]);
  });
});

describe("GetMetricData", () => {
  const metric = (Id: string, MetricName: string, ReturnData = false) => ({
    Id,
    ReturnData,
    MetricStat: { Metric: { Namespace: "Aircraft", MetricName }, Period: 60, Stat: "Sum" },
  });
  const query = (MetricDataQueries: object[], more: object = {}) =>
    cloud.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(cloud.clock.now() - 5 * minute),
        EndTime: new Date(cloud.clock.now() + minute),
        MetricDataQueries: MetricDataQueries as never,
        ...more,
      }),
    );

  test("evaluates metric math, newest values first", async () => {
    await put({ MetricName: "Bookings", Value: 4 });
    await cloud.clock.advance(minute);
    await put({ MetricName: "Bookings", Value: 10 });
    await put({ MetricName: "Tickets", Value: 5 });

    const { MetricDataResults } = await query([
      metric("started", "Bookings"),
      metric("completed", "Tickets"),
      { Id: "open", Expression: "started - FILL(completed, 0)", Label: "Open bookings" },
    ]);

    expect(MetricDataResults).toEqual([
      {
        Id: "open",
        Label: "Open bookings",
        StatusCode: "Complete",
        Timestamps: [new Date(cloud.clock.now()), new Date(cloud.clock.now() - minute)],
        Values: [5, 4],
      },
    ]);
  });

  test.each([
    ["a duplicate id", [metric("a", "X", true), metric("a", "Y", true)], "The id a is used by more than one query"],
    ["an id in upper case", [metric("A", "X", true)], "It must start with a lowercase letter"],
    [
      "an unknown id",
      [{ Id: "e", Expression: "m1 + 1" }],
      "Error in expression 'e': There is no query with the id m1.",
    ],
    ["an expression that refers to itself", [{ Id: "e", Expression: "e + 1" }], "The expression 'e' refers to itself."],
    ["a broken expression", [{ Id: "e", Expression: "1 +" }], "Error in expression 'e': Unexpected end of expression."],
  ])("refuses %s", async (_name, queries, message) => {
    await expect(query(queries)).rejects.toThrow(message);
  });
});
