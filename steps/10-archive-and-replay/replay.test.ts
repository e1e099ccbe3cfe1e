import { expect, test } from "vitest";
import { replayToOneRule } from "./replay.ts";

const request = replayToOneRule({
  name: "after-the-fix",
  archiveArn: "arn:aws:events:us-east-1:000000000000:archive/AircraftBookingArchive",
  busArn: "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus",
  ruleArn: "arn:aws:events:us-east-1:000000000000:rule/AircraftBookingBus/TicketIssuedRule",
  from: new Date("2026-01-01T00:00:00Z"),
  until: new Date("2026-01-02T00:00:00Z"),
});

test("10.3 replays to one rule, so that no other consumer receives the events again", () => {
  expect(request.Destination?.FilterArns, "without FilterArns, every rule on the bus gets every event again").toEqual([
    "arn:aws:events:us-east-1:000000000000:rule/AircraftBookingBus/TicketIssuedRule",
  ]);
});

test("replays a period from the archive to the bus that the events came from", () => {
  expect(request).toMatchObject({
    ReplayName: "after-the-fix",
    EventSourceArn: "arn:aws:events:us-east-1:000000000000:archive/AircraftBookingArchive",
    EventStartTime: new Date("2026-01-01T00:00:00Z"),
    EventEndTime: new Date("2026-01-02T00:00:00Z"),
    Destination: { Arn: "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus" },
  });
});
