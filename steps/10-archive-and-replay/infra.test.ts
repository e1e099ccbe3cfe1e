import { compilePattern, matches } from "@event-choreography/local-cloud/event-pattern";
import { beforeAll, expect, test } from "vitest";
import { checkPattern } from "../../test/support/event-pattern.ts";
import { type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";
import { contracts } from "../../tools/derive/contracts.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 10 });
});

test("10.1 archives the events on our bus", () => {
  expect(archive().eventSourceArn, "eventSourceArn is the bus to archive: a bus, named by its ARN").toBe(
    "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus",
  );
});

test("10.1 keeps events for thirty days", () => {
  const { retentionDays } = archive();

  expect(
    retentionDays,
    "without retentionDays, an archive keeps everything for ever, and you pay for ever",
  ).toBeDefined();
  expect(retentionDays, "retentionDays is in days").toBe(30);
});

test("10.1 archives our services' events, and not what you put on the bus by hand", () => {
  const { eventPattern } = archive();

  expect(eventPattern, "without a pattern, it archives every event on the bus").toBeDefined();
  expect(eventPattern, "the pattern must be a JSON string, as in step 1's rule").toBeTypeOf("string");
  expect(archives("aircraft.booking"), `${eventPattern} does not match an event from aircraft.booking`).toBe(true);
  expect(archives("aircraft.ticket"), `${eventPattern} does not match an event from aircraft.ticket`).toBe(true);
  expect(archives("workshop"), `${eventPattern} matches the events of put-event, from the source workshop`).toBe(false);
  expect(
    archives("aircraft-leasing.offers"),
    `${eventPattern} matches an event from aircraft-leasing.offers, which is no service of ours`,
  ).toBe(false);
});

//#region 10.3 Test that the archive keeps all our events and no others
//- test.todo("10.3 keeps all our events and no others");
test("10.3 keeps all our events and no others", () => {
  for (const { source } of contracts) expect(archives(source), source).toBe(true);
  expect(archives("aws.ec2")).toBe(false);
  expect(archives("aircraft-leasing.offers")).toBe(false);
});
//#endregion

test("outputs the archive's name and ARN", () => {
  expect(stack.outputs).toMatchObject({
    archiveName: "AircraftBookingArchive",
    archiveArn: "arn:aws:events:us-east-1:000000000000:archive/AircraftBookingArchive",
  });
});

test("has a name that is short enough for EventBridge, even with an attendee's name", async () => {
  const long = await mockedStack({ step: 10, attendee: "ada-king-lovelac" });

  expect(long.one("EventArchive").inputs.name.length).toBeLessThanOrEqual(48);
});

function archive() {
  return stack.one("EventArchive").inputs;
}

/** Whether the archive keeps an event from this source. */
function archives(source: string): boolean {
  const { eventPattern } = archive();
  checkPattern(eventPattern);
  return matches(compilePattern(eventPattern), { source, "detail-type": "Something" });
}
