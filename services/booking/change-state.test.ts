import { beforeEach, expect, test, vi } from "vitest";
import { booking } from "../../test/support/events.ts";
import { fakeAws } from "../../test/support/fake-aws.ts";
import { fakeTable } from "../../test/support/fake-table.ts";
import { changeState } from "./change-state.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "BookingTable");
});

test("changes the state and stores the additional fields", async () => {
  const table = tableWith({ ...booking, status: "REQUESTED" });

  const changed = await changeState("B123", "TicketIssued", { seat: "12A" });

  expect(changed).toEqual({ ...booking, status: "TICKETED", seat: "12A" });
  expect(table.items).toEqual([changed]);
});

test("9.3 leaves the booking unchanged if the event is repeated, and returns it", async () => {
  const cancelled = { ...booking, status: "CANCELLED", reason: "Flight FLIGHT001 is full" };
  const table = tableWith(cancelled);

  const found = await changeState("B123", "PaymentRefunded", { reason: "something else" });

  expect(table.items, "a repeated event overwrote the booking: the UpdateCommand needs a condition on #status").toEqual(
    [cancelled],
  );
  expect(found).toEqual(cancelled);
});

test.each([
  ["TicketIssued", "CANCELLED"],
  ["PaymentRefunded", "TICKETED"],
  ["PaymentFailed", "TICKETED"],
] as const)("9.3 rejects a late %s for a booking that is %s", async (on, status) => {
  const table = tableWith({ ...booking, status });

  const late = await changeState("B123", on, {}).then(
    () => "no error, so nobody learns about the late event",
    (error: Error) => error.message,
  );

  expect(table.items, `a late ${on} changed the booking: the UpdateCommand needs a condition on #status`).toEqual([
    { ...booking, status },
  ]);
  expect(late).toBe(`${on} needs booking B123 to be REQUESTED, but it is ${status}`);
});

test("9.3 creates no booking for an event that arrives too early", async () => {
  const table = tableWith();

  await expect(changeState("B123", "TicketIssued", {})).rejects.toThrow("but it does not exist");
  expect(table.items).toEqual([]);
});

function tableWith(...items: object[]) {
  const table = fakeTable(["bookingId"], ...(items as Record<string, unknown>[]));
  fakeAws(table.answers);
  return table;
}
