import { DeleteAlarmsCommand, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { alarmHistory, putAlarm, record } from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

describe("the list of alarms", () => {
  test("can be filtered by prefix and state", async () => {
    await putAlarm(cloud);
    await putAlarm(cloud, { AlarmName: "orders", MetricName: "Orders" });
    const names = async (input: object) =>
      (await cloud.cloudwatch.send(new DescribeAlarmsCommand(input))).MetricAlarms!.map(({ AlarmName }) => AlarmName);

    expect(await names({})).toEqual(["orders", "payments-refused"]);
    expect(await names({ AlarmNamePrefix: "pay" })).toEqual(["payments-refused"]);
    expect(await names({ StateValue: "ALARM" })).toEqual([]);
  });

  test("is returned in pages", async () => {
    for (const AlarmName of ["a", "b", "c"]) await putAlarm(cloud, { AlarmName });

    const first = await cloud.cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 2 }));
    const second = await cloud.cloudwatch.send(
      new DescribeAlarmsCommand({ MaxRecords: 2, NextToken: first.NextToken }),
    );

    expect([first, second].map(({ MetricAlarms }) => MetricAlarms!.length)).toEqual([2, 1]);
    expect(second.NextToken).toBeUndefined();
  });

  test("drops a deleted alarm, which may be deleted again without an error", async () => {
    await putAlarm(cloud);
    for (let time = 0; time < 2; time++) {
      await cloud.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ["payments-refused"] }));
    }
    record(cloud, 3);
    await cloud.clock.settle();

    expect((await cloud.cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms).toEqual([]);
    expect(await alarmHistory(cloud)).toEqual(['Alarm "payments-refused" created', 'Alarm "payments-refused" deleted']);
  });
});
