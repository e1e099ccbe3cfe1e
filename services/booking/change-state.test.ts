import { beforeEach, describe, expect, test, vi } from "vitest";
import { booking } from "../../test/support/events.ts";
import { type Call, fakeAws } from "../../test/support/fake-aws.ts";
import { fakeTable } from "../../test/support/fake-table.ts";
import { PermanentFailure } from "../events/permanent-failure.ts";
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

  expect(table.items, `a repeated event overwrote the booking: ${whyWritten()}`).toEqual([cancelled]);
  expect(found).toEqual(cancelled);
});

describe.each([
  ["TicketIssued", "CANCELLED"],
  ["PaymentRefunded", "TICKETED"],
  ["PaymentFailed", "TICKETED"],
] as const)("a late %s for a booking that is %s", (on, status) => {
  test(`9.3 leaves a booking that is ${status} unchanged if a ${on} is late`, async () => {
    const table = tableWith({ ...booking, status });

    await changeState("B123", on, {}).catch(() => {});

    expect(table.items, `a late ${on} changed the booking: ${whyWritten()}`).toEqual([{ ...booking, status }]);
  });

  test(`9.3 parks a late ${on} at once if the booking is ${status}`, async () => {
    tableWith({ ...booking, status });

    const error = await errorOf(changeState("B123", on, {}));

    expect(error, `it was ignored: nobody learns that there is a ${on} for a booking that is ${status}`).toBeDefined();
    expect(error?.message, "the person who finds it in the failure queue needs the booking and its state").toMatch(
      new RegExp(`B123.*${status}`),
    );
    expect(
      error,
      `a booking that is ${status} stays so: Lambda's retries cannot succeed. Which kind of error is parked at once?`,
    ).toBeInstanceOf(PermanentFailure);
  });
});

test("9.3 creates no booking for an event that is too early", async () => {
  const table = tableWith();

  await changeState("B123", "TicketIssued", {}).catch(() => {});

  expect(table.items, `the event made a booking that nobody requested: ${whyWritten()}`).toEqual([]);
});

test("9.3 lets Lambda retry an event that is too early", async () => {
  tableWith();

  const error = await errorOf(changeState("B123", "TicketIssued", {}));

  expect(error, "it was ignored: once the booking is there, nobody handles its event").toBeDefined();
  expect(error?.message, "the error must name the booking").toContain("B123");
  expect(
    error,
    "the booking may be there a minute later, but a permanent failure is parked at once: throw an error that is retried",
  ).not.toBeInstanceOf(PermanentFailure);
});

let calls: Call[];

function tableWith(...items: object[]) {
  const table = fakeTable(["bookingId"], ...(items as Record<string, unknown>[]));
  calls = fakeAws(table.answers);
  return table;
}

/** Undefined if it succeeds. */
function errorOf(work: Promise<unknown>): Promise<Error | undefined> {
  return work.then(
    () => undefined,
    (error: Error) => error,
  );
}

/** Why DynamoDB wrote although the state was another one. */
function whyWritten(): string {
  const condition = calls.find(({ operation }) => operation === "Update")?.input.ConditionExpression;
  if (condition === undefined) return "the update has no condition";
  return `its condition, ${condition}, is true in this state, too`;
}
