import { beforeAll, expect, test } from "vitest";
import type { Context } from "../../infra/components/context.ts";
import type { ServiceFunctionArgs } from "../../infra/components/service-function.ts";
import { type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";
import { changes } from "./infra.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 11 });
});

test("11.2 watches the running sum of bookings begun minus bookings ended", () => {
  const { expression } = query("unfinished");

  expect(expression, "the expression must subtract ended from began").toMatch(/began.*-.*ended/);
  expect(expression, "a minute in which no booking ended has no value: use FILL(ended, 0)").toMatch(
    /FILL\(\s*ended\s*,\s*0\s*\)/,
  );
  expect(expression, "a booking may begin in one minute and end in another: RUNNING_SUM adds up the minutes").toMatch(
    /RUNNING_SUM\(/,
  );
});

test("compares one series, made from the Booking service's metrics", () => {
  expect(alarm().metricQueries.filter(({ returnData }: { returnData?: boolean }) => returnData)).toHaveLength(1);
  for (const [id, metricName] of Object.entries({ began: "BookingsBegan", ended: "BookingsEnded" })) {
    expect(query(id).metric).toMatchObject({
      namespace: "AircraftBooking",
      metricName,
      dimensions: { service: "booking" },
      stat: "Sum",
    });
  }
});

test("observes every function, under its service's name", () => {
  for (const { inputs } of stack.all("Function")) {
    const { POWERTOOLS_SERVICE_NAME: service, POWERTOOLS_METRICS_NAMESPACE } = inputs.environment.variables;
    expect(POWERTOOLS_METRICS_NAMESPACE, inputs.name).toBe("AircraftBooking");
    expect(service, inputs.name).toMatch(/^(booking|payment|seat-assignment|ticket|notification)$/);
  }
});

test("leaves a function that a later step adds unchanged", () => {
  const asked = { environment: {} } as ServiceFunctionArgs;

  expect(changes.functionArgs?.("loyalty-credit", asked, {} as Context)).toEqual({});
});

test("runs the observed form of each function's handler", async () => {
  for (const { inputs } of stack.all("Function")) {
    const { POWERTOOLS_SERVICE_NAME: service } = inputs.environment.variables;
    expect(await inputs.code.path, inputs.name).toMatch(new RegExp(`dist/${service}/[a-z]+/[a-z]+-observed$`));
  }
});

test("keeps one attendee's metrics, alarm and dashboard apart from another's", async () => {
  const ada = await mockedStack({ step: 11, attendee: "ada" });

  const { metricQueries, name } = ada.one("MetricAlarm", { name: "UnfinishedBookings-ada" }).inputs;
  expect(name).toBe("UnfinishedBookings-ada");
  expect(metricQueries[0].metric.namespace).toBe("AircraftBooking-ada");
  expect(ada.one("Dashboard").inputs.dashboardName).toBe("AircraftBooking-ada");
});

test("shows the bookings that begin and end, the alarm, and the unfinished bookings on one dashboard", () => {
  const { widgets } = JSON.parse(stack.one("Dashboard").inputs.dashboardBody);

  expect(widgets.map(({ type }: { type: string }) => type)).toEqual(["metric", "alarm", "log"]);
  expect(JSON.stringify(widgets)).toContain("SOURCE '/aws/events/AircraftBookingBus'");
});

test("gives no function new permissions", async () => {
  const before = await mockedStack({ step: 10 });

  for (const { inputs } of stack.all("Function")) {
    expect(stack.statementsOf(inputs.name), inputs.name).toEqual(before.statementsOf(inputs.name));
  }
});

function alarm() {
  return stack.one("MetricAlarm", { name: "UnfinishedBookings" }).inputs;
}

function query(id: string) {
  return alarm().metricQueries.find((each: { id: string }) => each.id === id);
}
