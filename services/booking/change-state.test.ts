import { beforeEach, expect, test, vi } from "vitest";
import { booking } from "../../test/support/events.ts";
import { fakeAws } from "../../test/support/fake-aws.ts";
import { fakeTable } from "../../test/support/fake-table.ts";
import { changeState } from "./change-state.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "BookingTable");
});

test("takes a booking where the event takes it", async () => {
  const table = tableWith({ ...booking, status: "REQUESTED" });

  const changed = await changeState("B123", "TicketIssued", { seat: "12A" });

  expect(changed).toEqual({ ...booking, status: "TICKETED", seat: "12A" });
  expect(table.items).toEqual([changed]);
});

test("9.3 leaves a booking as it is if the event comes again, and says what there is", async () => {
  const cancelled = { ...booking, status: "CANCELLED", reason: "Flight FLIGHT001 is full" };
  const table = tableWith(cancelled);

  const found = await changeState("B123", "PaymentRefunded", { reason: "something else" });

  expect(table.items, "a repeat wrote over what was there: the update needs a condition on #status").toEqual([
    cancelled,
  ]);
  expect(found).toEqual(cancelled);
});

test.each([
  ["TicketIssued", "CANCELLED"],
  ["PaymentRefunded", "TICKETED"],
  ["PaymentFailed", "TICKETED"],
] as const)("9.3 lets a late %s do no harm to a booking that is %s", async (on, status) => {
  const table = tableWith({ ...booking, status });

  const late = await changeState("B123", on, {}).then(
    () => "no error: nobody will ever look at it",
    (error: Error) => error.message,
  );

  expect(table.items, `the booking is no longer ${status}`).toEqual([{ ...booking, status }]);
  expect(late).toBe(`${on} needs booking B123 to be REQUESTED, and it is ${status}`);
});

test("9.3 makes no booking out of an event that comes too early", async () => {
  const table = tableWith();

  await expect(changeState("B123", "TicketIssued", {})).rejects.toThrow("and it is not there");
  expect(table.items).toEqual([]);
});

function tableWith(...items: object[]) {
  const table = fakeTable(["bookingId"], ...(items as Record<string, unknown>[]));
  fakeAws(table.answers);
  return table;
}
