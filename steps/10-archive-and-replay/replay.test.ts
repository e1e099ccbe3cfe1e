import { expect, test } from "vitest";
import { replayToOneRule } from "./replay.ts";

const request = {
  name: "after-the-fix",
  archiveArn: "arn:aws:events:us-east-1:000000000000:archive/AircraftBookingArchive",
  busArn: "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus",
  ruleArn: "arn:aws:events:us-east-1:000000000000:rule/AircraftBookingBus/TicketIssuedRule",
  from: new Date("2026-01-01T00:00:00Z"),
  until: new Date("2026-01-02T00:00:00Z"),
};

test("10.2 replays to one rule, so that no other consumer receives the events again", () => {
  const { Destination } = replayToOneRule(request);

  expect(Destination?.FilterArns, "without FilterArns, every rule on the bus gets every event again").toBeDefined();
  expect(Destination?.FilterArns, "FilterArns names the rules, each by its ARN").toEqual([
    "arn:aws:events:us-east-1:000000000000:rule/AircraftBookingBus/TicketIssuedRule",
  ]);
});

test("10.2 includes an event of the second in which the period begins", () => {
  const { EventStartTime } = replayToOneRule({ ...request, from: new Date("2026-01-01T12:00:00.500Z") });

  // The event of 12:00:00.700.
  const time = new Date("2026-01-01T12:00:00Z");
  expect(
    EventStartTime! <= time,
    "the bug came at 12:00:00.500. An event of 12:00:00.700 has the time 12:00:00: it is not replayed, and stays wrong",
  ).toBe(true);
});

test("10.2 includes an event of the second in which the period ends", () => {
  const { EventEndTime } = replayToOneRule({ ...request, until: new Date("2026-01-01T12:30:00.500Z") });

  // The event of 12:30:00.200. The end is exclusive.
  const time = new Date("2026-01-01T12:30:00Z");
  expect(
    EventEndTime! > time,
    "the fix came at 12:30:00.500. An event of 12:30:00.200 has the time 12:30:00: a period that ends with 12:30:00 lacks it",
  ).toBe(true);
});

test("10.2 adds no whole second to a period", () => {
  expect(replayToOneRule(request), "this period begins and ends with a second: leave it as it is").toMatchObject({
    EventStartTime: new Date("2026-01-01T00:00:00Z"),
    EventEndTime: new Date("2026-01-02T00:00:00Z"),
  });
});

test("replays from the archive to the bus that the events came from", () => {
  expect(replayToOneRule(request)).toMatchObject({
    ReplayName: "after-the-fix",
    EventSourceArn: "arn:aws:events:us-east-1:000000000000:archive/AircraftBookingArchive",
    Destination: { Arn: "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus" },
  });
});
