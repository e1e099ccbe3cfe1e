import { SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MemoryStore } from "../../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import {
  alarmHistory,
  alarmState,
  describeAlarm,
  minute,
  putAlarm,
  putMathAlarm,
  record,
  sumOf,
} from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

describe("an alarm", () => {
  test("starts with insufficient data", async () => {
    await putAlarm(cloud);

    expect(await describeAlarm(cloud)).toMatchObject({
      AlarmArn: "arn:aws:cloudwatch:us-east-1:000000000000:alarm:payments-refused",
      ActionsEnabled: true,
      StateValue: "INSUFFICIENT_DATA",
      StateReason: "Unchecked: Initial alarm creation",
    });
  });

  test("goes off at the end of the minute in which its metric crossed the threshold", async () => {
    await putAlarm(cloud);
    record(cloud, 3);

    await cloud.clock.advance(minute - 1);
    expect(await alarmState(cloud)).toBe("INSUFFICIENT_DATA");

    await cloud.clock.advance(1);
    expect(await describeAlarm(cloud)).toMatchObject({
      StateValue: "ALARM",
      StateReason:
        "Threshold Crossed: 1 out of the last 1 datapoints [3.0 (01/01/26 12:00:00)] was greater than " +
        "the threshold (2.0) (minimum 1 datapoint for OK -> ALARM transition).",
    });
  });

  test("is OK at the threshold itself", async () => {
    await putAlarm(cloud);
    record(cloud, 2);

    await cloud.clock.advance(minute);

    expect(await alarmState(cloud)).toBe("OK");
  });

  test("returns to OK when newer data is fine", async () => {
    await putAlarm(cloud);
    record(cloud, 3);
    await cloud.clock.advance(minute);
    record(cloud, 1);
    await cloud.clock.advance(minute);

    expect(await alarmState(cloud)).toBe("OK");
    expect(await alarmHistory(cloud, "StateUpdate")).toEqual([
      "Alarm updated from INSUFFICIENT_DATA to ALARM",
      "Alarm updated from ALARM to OK",
    ]);
  });

  test.each([
    ["missing", "INSUFFICIENT_DATA"],
    ["notBreaching", "OK"],
    ["breaching", "ALARM"],
    ["ignore", "ALARM"],
  ])("with missing data treated as %s, ends in %s once its data has expired", async (TreatMissingData, expected) => {
    await putAlarm(cloud, { TreatMissingData });
    record(cloud, 3);

    await cloud.clock.settle();

    expect(await alarmState(cloud)).toBe(expected);
  });

  test("goes off only after DatapointsToAlarm breaching periods", async () => {
    await putAlarm(cloud, { EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: "notBreaching" });
    record(cloud, 3);
    await cloud.clock.advance(minute);
    expect(await alarmState(cloud)).toBe("OK");

    record(cloud, 3);
    await cloud.clock.advance(minute);
    expect(await alarmState(cloud)).toBe("ALARM");
  });

  test("keeps watching a gauge that does not change", async () => {
    const record = (value: number) =>
      cloud.account.metric({
        namespace: "Aircraft",
        name: "Waiting",
        dimensions: {},
        value,
        gauge: { trend: "stays" },
      });
    const gauge = { MetricName: "Waiting", Statistic: "Maximum" as const };
    await putAlarm(cloud, { ...gauge, Threshold: 0, Period: 300, TreatMissingData: "notBreaching" });
    record(1);

    await cloud.clock.advance(6 * 60 * minute);
    expect(await alarmState(cloud)).toBe("ALARM");

    record(0);
    await cloud.clock.advance(10 * minute);
    expect(await alarmState(cloud)).toBe("OK");
  });

  test("can watch a metric math expression", async () => {
    const rate = { Id: "rate", Expression: "100 * FILL(refused, 0) / all", Label: "Refused, percent" };
    await putMathAlarm(cloud, [sumOf("refused", "PaymentsRefused"), sumOf("all", "Payments"), rate], 50);
    record(cloud, 4, "Payments");
    record(cloud, 1);
    await cloud.clock.advance(minute);
    expect(await alarmState(cloud)).toBe("OK");

    record(cloud, 4, "Payments");
    record(cloud, 3);
    await cloud.clock.advance(minute);
    expect(await alarmState(cloud)).toBe("ALARM");
  });

  test("lets an idle account settle", async () => {
    await putAlarm(cloud, { Period: 300, EvaluationPeriods: 12 });
    record(cloud, 3);

    const before = cloud.clock.now();
    await cloud.clock.settle();

    expect(cloud.clock.now() - before).toBeLessThanOrEqual(15 * 5 * minute);
    expect(await alarmState(cloud)).toBe("INSUFFICIENT_DATA");
  });

  test("is evaluated again after a restart", async () => {
    const store = new MemoryStore();
    await cloud.close();
    cloud = await startTestCloud({ store });
    await putAlarm(cloud);
    record(cloud, 3);
    await cloud.close();

    cloud = await startTestCloud({ store });
    await cloud.clock.advance(minute);

    expect(await alarmState(cloud)).toBe("ALARM");
  });

  test("cannot be set to a state if it does not exist", async () => {
    const setting = cloud.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: "none", StateValue: "OK", StateReason: "x" }),
    );

    await expect(setting).rejects.toMatchObject({ name: "ResourceNotFound" });
  });
});
