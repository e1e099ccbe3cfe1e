import { compilePattern, matches } from "@event-choreography/local-cloud/event-pattern";
import { beforeAll, expect, test } from "vitest";
import { type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";
import { contracts } from "../../tools/derive/contracts.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 10 });
});

test("10.1 archives the events on our bus", () => {
  expect(archive().eventSourceArn, "an archive has one source: the ARN of the bus").toBe(
    "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus",
  );
});

test("10.1 keeps events for thirty days", () => {
  expect(
    archive().retentionDays,
    "without retentionDays, an archive keeps everything for ever, and you pay for ever",
  ).toBe(30);
});

test("10.2 archives our services' events", () => {
  expect(
    archive().eventPattern,
    "without a pattern, it archives every event: use pulumi.jsonStringify({ … })",
  ).toBeTypeOf("string");
  expect(JSON.parse(archive().eventPattern), 'the sources of all our services begin with "aircraft."').toEqual({
    source: [{ prefix: "aircraft." }],
  });
});

//#region 10.4 Test that the archive keeps all our events and no others
//- test.todo("10.4 keeps all our events and no others");
test("10.4 keeps all our events and no others", () => {
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
  return matches(compilePattern(archive().eventPattern), { source, "detail-type": "Something" });
}
