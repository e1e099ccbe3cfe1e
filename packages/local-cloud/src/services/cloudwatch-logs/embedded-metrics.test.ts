import { describe, expect, it } from "vitest";
import type { Account, MetricPoint } from "../../core/account.ts";
import { recordEmbeddedMetrics } from "./embedded-metrics.ts";

/** Follows "Specification: Embedded metric format". */
describe("the embedded metric format", () => {
  it("yields one point for each dimension set, metric and value", () => {
    expect(pointsOf(document())).toEqual([
      { namespace: "Aircraft", name: "Charged", dimensions: { service: "payment" }, value: 300, unit: "None", at: 5 },
      { namespace: "Aircraft", name: "Attempts", dimensions: { service: "payment" }, value: 1, at: 5 },
      { namespace: "Aircraft", name: "Attempts", dimensions: { service: "payment" }, value: 2, at: 5 },
      { namespace: "Aircraft", name: "Charged", dimensions: {}, value: 300, unit: "None", at: 5 },
      { namespace: "Aircraft", name: "Attempts", dimensions: {}, value: 1, at: 5 },
      { namespace: "Aircraft", name: "Attempts", dimensions: {}, value: 2, at: 5 },
    ]);
  });

  it("may have a high resolution", () => {
    const CloudWatchMetrics = [{ Namespace: "Aircraft", Metrics: [{ Name: "Charged", StorageResolution: 1 }] }];

    expect(pointsOf({ _aws: { Timestamp: 5, CloudWatchMetrics }, Charged: 300 })).toEqual([
      { namespace: "Aircraft", name: "Charged", dimensions: {}, value: 300, highResolution: true, at: 5 },
    ]);
  });

  it("uses the event's time if it has no timestamp", () => {
    const { _aws: aws, ...rest } = document();

    const points = pointsOf({ ...rest, _aws: { CloudWatchMetrics: aws.CloudWatchMetrics } });

    expect(points.every(({ at }) => at === 9)).toBe(true);
  });

  it("yields nothing for a missing dimension or for a value that is not a number", () => {
    const { service: _omitted, ...rest } = document();

    expect(pointsOf({ ...rest, Charged: "300", Attempts: undefined })).toEqual([]);
  });

  it("may follow the prefix of Lambda's console output, but nothing else", () => {
    const json = JSON.stringify(document());

    expect(pointsOf(`2026-01-01T12:00:00.000Z\t6e9ed9fc-9aed-44ad\tINFO\t${json}\n`)).toEqual(pointsOf(json));
    expect(pointsOf(`metrics: ${json}`)).toEqual([]);
  });

  it.each([
    ["plain text", "START RequestId"],
    ["broken JSON", '{"CloudWatchMetrics"'],
    ["JSON of another kind", '{"CloudWatchMetrics":[]}'],
    ["a metric without a name", '{"_aws":{"CloudWatchMetrics":[{"Namespace":"A","Metrics":[{}]}]}}'],
    ["JSON that only mentions the directive", '{"_aws":null,"x":"CloudWatchMetrics"}'],
  ])("is not %s", (_what, message) => {
    expect(pointsOf(message)).toEqual([]);
  });
});

function document() {
  return {
    _aws: {
      Timestamp: 5,
      CloudWatchMetrics: [
        {
          Namespace: "Aircraft",
          Dimensions: [["service"], []],
          Metrics: [{ Name: "Charged", Unit: "None" }, { Name: "Attempts" }],
        },
      ],
    },
    service: "payment",
    Charged: 300,
    Attempts: [1, 2],
  };
}

function pointsOf(message: object | string): MetricPoint[] {
  const points: MetricPoint[] = [];
  const account = { metric: (point: MetricPoint) => void points.push(point) } as unknown as Account;
  recordEmbeddedMetrics(account, typeof message === "string" ? message : JSON.stringify(message), 9);
  return points;
}
