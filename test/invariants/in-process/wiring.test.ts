import { expect, test } from "vitest";
import { RuleToFunction } from "../../../infra/components/rule-to-function.ts";
import { ServiceFunction } from "../../../infra/components/service-function.ts";
import type { EventBusStep } from "../../../steps/01-event-bus/infra.ts";
import { steps } from "../../../steps/index.ts";
import type { StepModule } from "../../../steps/steps.ts";
import type { BusEvent } from "../snapshot.ts";
import { consumersIn, wiringOf } from "./wiring.ts";

const last = steps.list.length;
const event = (source: string, name: string): BusEvent => ({
  source,
  name,
  detail: { bookingId: "B1", metadata: { eventId: "e1", version: 1 } },
});

test("knows a function that consumes and publishes as soon as a step declares it", async () => {
  const points: StepModule<EventBusStep, object> = {
    default: ({ bus }, context) => {
      const handler = "services/notification/send/send.ts";
      const earn = new ServiceFunction("points-earn", {
        context,
        handler,
        environment: { TABLE_NAME: "PointsTable" },
        allow: [],
        publishes: [{ source: "aircraft.points", name: "PointsEarned" }],
      });
      const greet = new ServiceFunction("points-greet", { context, handler, environment: {}, allow: [] });
      new RuleToFunction("points", { context, bus, source: "aircraft.ticket", detailType: "TicketIssued", to: [earn] });
      new RuleToFunction("greet", { context, bus, source: "aircraft.points", detailType: "PointsEarned", to: [greet] });
      return {};
    },
  };

  const consumersOf = consumersIn(
    await wiringOf(
      { step: last + 1 },
      steps.add("15-points", async () => points),
    ),
  );

  expect(consumersOf(event("aircraft.ticket", "TicketIssued"))).toContainEqual({
    name: "points-earn",
    publishes: ["PointsEarned"],
    table: "PointsTable",
  });
  expect(consumersOf(event("aircraft.points", "PointsEarned")).map(({ name }) => name)).toEqual(["points-greet"]);
});

test("reads the payment provider's URL, the index, the schedule and the pipe from the program", async () => {
  const { urls, tables, ticks, pipes, functions } = await wiringOf({ step: last });

  expect([...urls.values()].sort()).toEqual(["booking-api", "payment-provider"]);
  expect(tables.find(({ name }) => name === "BookingTable")?.indexes).toEqual([
    { name: "OpenBookings", key: ["status", "openSince"] },
  ]);
  expect(ticks).toEqual([{ functionName: "booking-expire", event: { executionId: "tick" } }]);
  expect(pipes.map(({ table }) => table)).toEqual(["BookingTable"]);
  expect(functions.get("payment-charge")?.handler).toBe("payment/charge/charge-currency");
});

test("a pipe publishes the stored event if a write stored a new one, and nothing otherwise", async () => {
  const [pipe] = (await wiringOf({ step: last })).pipes;
  const image = (detailType: string, status = "REQUESTED") => ({
    status: { S: status },
    event: { M: { detailType: { S: detailType }, detail: { S: '{"amount":300}' } } },
  });

  expect(pipe!.entryFor({ NewImage: image("BookingCreated") })).toEqual({
    Source: "aircraft.booking",
    DetailType: "BookingCreated",
    Detail: '{"amount":300}',
  });
  const cancelled = { OldImage: image("BookingCreated"), NewImage: image("BookingCancelled") };
  expect(pipe!.entryFor(cancelled)?.DetailType).toBe("BookingCancelled");
  const ticketed = { OldImage: image("BookingCreated"), NewImage: image("BookingCreated", "TICKETED") };
  expect(pipe!.entryFor(ticketed)).toBeUndefined();
});
