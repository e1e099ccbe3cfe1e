import { beforeAll, expect, test } from "vitest";
import type { Context } from "../../infra/components/context.ts";
import type { ServiceFunctionArgs } from "../../infra/components/service-function.ts";
import { type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";
import { changes } from "./infra.ts";

const deadlineSeconds = 15 * 60;
/** A booking with a few retries on its way. */
const usualSeconds = 60;
/** The valid values of a MetricAlarm's properties ("PutMetricAlarm"). */
const treatments = ["breaching", "notBreaching", "ignore", "missing"];
const comparisons = [
  "GreaterThanThreshold",
  "GreaterThanOrEqualToThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
];

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 11 });
});

test("11.2 indexes the bookings by status, oldest first", () => {
  const { attributes, globalSecondaryIndexes = [] } = stack.one("Table", { name: "BookingTable" }).inputs;
  const index = globalSecondaryIndexes.find(({ name }: { name: string }) => name === "OpenBookings");

  expect(index, "booking-expire reads a global index named OpenBookings, and the table has none").toBeDefined();
  expect(index.hashKey, "the query asks for one status, so status is the hashKey").toBe("status");
  expect(index.rangeKey, "the query wants the oldest first, so openSince is the rangeKey").toBe("openSince");
  expect(
    index.projectionType,
    "BookingExpired has the customer and the flight, so the index needs ALL attributes",
  ).toBe("ALL");
  expect(
    attributes.map(({ name }: { name: string }) => name).sort(),
    "a table lists the attributes that are keys, its own and its indexes', and no others",
  ).toEqual(["bookingId", "openSince", "status"]);
  for (const { name, type } of attributes) {
    expect(type, `${name} is a string, such as ${name === "openSince" ? "2026-01-01T12:00:00Z" : "B123"}`).toBe("S");
  }
});

test("11.3 compares the oldest age of each minute", () => {
  expect(alarm().statistic, "each tick reports an age, and of a minute with two ticks only the oldest one counts").toBe(
    "Maximum",
  );
});

test("11.3 rings after a booking usually ends, and before the deadline", () => {
  const { threshold, evaluationPeriods, datapointsToAlarm = evaluationPeriods, period, comparisonOperator } = alarm();

  expect(comparisons, `CloudWatch has no comparison ${comparisonOperator}`).toContain(comparisonOperator);
  expect(comparisonOperator, "a booking becomes a problem when it gets older, not younger").toMatch(/^GreaterThan/);
  expect(
    threshold,
    "the threshold is in seconds. A booking on its way is open for up to a minute with retries: below that, the alarm rings though nothing is wrong",
  ).toBeGreaterThanOrEqual(usualSeconds);
  expect(
    threshold + evaluationPeriods * period,
    "a booking expires after 900 s. The threshold and the minutes that you wait together must be less, or nobody is told before",
  ).toBeLessThan(deadlineSeconds);
  expect(datapointsToAlarm, "one late tick would ring the alarm: wait for at least two minutes").toBeGreaterThan(1);
  expect(datapointsToAlarm, "datapointsToAlarm counts among evaluationPeriods").toBeLessThanOrEqual(evaluationPeriods);
});

test("11.3 rings if nobody measures any more", () => {
  const { treatMissingData = "missing" } = alarm();

  expect(treatments, `CloudWatch knows ${treatments.join(", ")}, and not ${treatMissingData}`).toContain(
    treatMissingData,
  );
  expect(
    treatMissingData,
    "if the schedule or its function is dead, there is no value at all, and the alarm would stay quiet for ever",
  ).toBe("breaching");
});

test("watches the metric that the Booking service reports", () => {
  expect(alarm()).toMatchObject({
    namespace: "AircraftBooking",
    metricName: "OldestOpenBookingAge",
    dimensions: { service: "booking" },
  });
});

test("runs booking-expire every minute, by a role that may do nothing else", () => {
  const { scheduleExpression, target } = stack.one("Schedule").inputs;

  expect(scheduleExpression).toBe("rate(1 minute)");
  expect(target.retryPolicy).toEqual({ maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 });
  expect(stack.statementsOf("booking-expire-schedule")).toEqual([
    { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: target.arn },
  ]);
});

test("observes every function, under its service's name", () => {
  for (const { inputs } of stack.all("Function")) {
    const { POWERTOOLS_SERVICE_NAME: service, POWERTOOLS_METRICS_NAMESPACE } = inputs.environment.variables;
    expect(POWERTOOLS_METRICS_NAMESPACE, inputs.name).toBe("AircraftBooking");
    expect(service, inputs.name).toMatch(/^(booking|payment|payment-provider|seat-assignment|ticket|notification)$/);
  }
});

test("wraps every function in the middleware that observes it, those of later steps included", async () => {
  const later = { handler: "services/loyalty/credit/credit.ts", environment: {} } as unknown as ServiceFunctionArgs;
  const context = { name: (name: string) => name } as Context;

  expect(changes.functionArgs?.("loyalty-credit", later, context)).toMatchObject({
    middleware: ["services/observe.ts"],
    environment: { POWERTOOLS_SERVICE_NAME: "loyalty" },
  });
  for (const { inputs } of stack.all("Function")) expect(await inputs.code.path, inputs.name).toMatch(/\+observe$/);
});

test("keeps one attendee's metrics, alarm, schedule and dashboard apart from another's", async () => {
  const ada = await mockedStack({ step: 11, attendee: "ada" });

  expect(ada.one("MetricAlarm", { name: "OldestOpenBooking-ada" }).inputs.namespace).toBe("AircraftBooking-ada");
  expect(ada.one("Schedule").inputs.name).toBe("booking-expire-schedule-ada");
  expect(ada.one("Dashboard").inputs.dashboardName).toBe("AircraftBooking-ada");
});

test("shows the oldest booking's age, the alarm, and each function's failures on one dashboard", () => {
  const { widgets } = JSON.parse(stack.one("Dashboard").inputs.dashboardBody);

  expect(widgets.map(({ type }: { type: string }) => type)).toEqual(["metric", "alarm", "log"]);
  for (const { inputs } of stack.all("Function")) {
    expect(JSON.stringify(widgets), inputs.name).toContain(`SOURCE '/aws/lambda/${inputs.name}'`);
  }
});

test("gives the functions of earlier steps no new permissions", async () => {
  const before = await mockedStack({ step: 10 });

  for (const { inputs } of before.all("Function")) {
    expect(stack.statementsOf(inputs.name), inputs.name).toEqual(before.statementsOf(inputs.name));
  }
});

function alarm() {
  return stack.one("MetricAlarm", { name: "OldestOpenBooking" }).inputs;
}
