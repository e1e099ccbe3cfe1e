import { compilePattern, matches } from "@event-choreography/local-cloud/event-pattern";
import { beforeAll, expect, test } from "vitest";
import { contracts } from "../../services/events/contracts.ts";
import { type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 10 });
});

test("10.1 archives what is on our bus", () => {
  expect(archive().eventSourceArn, "an archive has one source: the bus, by its ARN").toBe(
    "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus",
  );
});

test("10.1 forgets events after thirty days", () => {
  expect(
    archive().retentionDays,
    "without retentionDays an archive keeps everything for ever, and costs for ever",
  ).toBe(30);
});

test("10.2 archives what our services say", () => {
  expect(archive().eventPattern, "without a pattern it archives all there is: pulumi.jsonStringify({ … })").toBeTypeOf(
    "string",
  );
  expect(JSON.parse(archive().eventPattern), 'the sources of all our services begin with "aircraft."').toEqual({
    source: [{ prefix: "aircraft." }],
  });
});

//#region 10.4 Test that the archive keeps every event of ours, and none of others
//- test.todo("10.4 keeps every event of ours, and none of others");
test("10.4 keeps every event of ours, and none of others", () => {
  for (const { source } of Object.values(contracts)) expect(archives(source), source).toBe(true);
  expect(archives("aws.ec2")).toBe(false);
  expect(archives("aircraft-leasing.offers")).toBe(false);
});
//#endregion

test("says where to replay from", () => {
  expect(stack.outputs).toMatchObject({
    archiveName: "AircraftBookingArchive",
    archiveArn: "arn:aws:events:us-east-1:000000000000:archive/AircraftBookingArchive",
  });
});

test("has a name that EventBridge takes, even in a class", async () => {
  const long = await mockedStack({ step: 10, attendee: "ada-king-lovelac" });

  expect(long.one("EventArchive").inputs.name.length).toBeLessThanOrEqual(48);
});

function archive() {
  return stack.one("EventArchive").inputs;
}

/** Whether an event of this source goes into the archive. */
function archives(source: string): boolean {
  return matches(compilePattern(archive().eventPattern), { source, "detail-type": "Something" });
}
