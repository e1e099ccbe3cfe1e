import type { PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { putAlarm, putMathAlarm, sumOf } from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

describe("PutMetricAlarm refuses", () => {
  test.each<[string, Partial<PutMetricAlarmCommandInput>, string]>([
    ["a period that is not a multiple of a minute", { Period: 90 }, "20, 30 or a multiple of 60"],
    ["a period of five seconds", { Period: 5 }, "Valid values are 10, 20, 30, and any multiple of 60."],
    [
      "an unknown comparison",
      { ComparisonOperator: "Above" as never },
      "at 'comparisonOperator' failed to satisfy constraint",
    ],
    ["an unknown treatment of missing data", { TreatMissingData: "fine" }, "at 'treatMissingData'"],
    ["no statistic", { Statistic: undefined }, "Exactly one of Statistic and ExtendedStatistic"],
    ["no threshold", { Threshold: undefined }, "The parameter Threshold is required."],
    [
      "more data points than periods",
      { DatapointsToAlarm: 2 },
      "DatapointsToAlarm must be less than or equal to EvaluationPeriods",
    ],
    [
      "evaluation periods of more than a day",
      { EvaluationPeriods: 1441 },
      "Metrics cannot be checked across more than a day",
    ],
    ["an action that is not an ARN", { AlarmActions: ["my-topic"] }, "Invalid arn syntax: my-topic"],
    [
      "an action that is neither a topic nor a function",
      { OKActions: ["arn:aws:automate:us-east-1:ec2:reboot"] },
      "does not emulate the action arn:aws:automate:us-east-1:ec2:reboot",
    ],
  ])("%s", async (_name, changes, message) => {
    await expect(putAlarm(cloud, changes)).rejects.toThrow(message);
  });

  /** "Create an alarm based on a metric math expression": it must be computable and return one time series. */
  test.each([
    ["FOO(paid)", "The local cloud does not support the function FOO."],
    ["paid + other", "There is no query with the id other."],
    ["METRICS()", "it must return a single time series."],
    ["total - 1", "The expression 'total' refers to itself."],
    ["paid +", "Unexpected end of expression."],
  ])("the expression %s", async (Expression, message) => {
    const putExpression = (total: string) =>
      putMathAlarm(cloud, [{ Id: "total", Expression: total }, sumOf("paid", "Paid"), sumOf("failed", "Failed")]);

    await expect(putExpression(Expression)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(message),
    });
    await expect(putExpression("SUM(METRICS()) / FILL(paid, 1)")).resolves.toBeDefined();
  });
});
