import { beforeEach, expect, test, vi } from "vitest";
import { fakeAws } from "../test/support/fake-aws.ts";
import { fakeTable } from "../test/support/fake-table.ts";
import { putIfAbsent } from "./put-if-absent.ts";

const first = { bookingId: "B123", amount: 300, event: { detail: "first" } };
const second = { bookingId: "B123", amount: 301, event: { detail: "second" } };

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PaymentTable");
});

test("stores an item and returns it if it does not exist yet", async () => {
  const table = fakeTable(["bookingId"]);
  fakeAws(table.answers);

  expect(await putIfAbsent(first, { bookingId: "B123" })).toEqual(first);
  expect(table.items).toEqual([first]);
});

test("9.1 keeps the first item, and returns it to later callers", async () => {
  const table = fakeTable(["bookingId"], first);
  fakeAws(table.answers);

  const stored = await putIfAbsent(second, { bookingId: "B123" });

  expect(table.items, "the second item replaced the first: the PutCommand needs a ConditionExpression").toEqual([
    first,
  ]);
  expect(stored).toEqual(first);
});

test("9.1 returns the same item to concurrent callers", async () => {
  const table = fakeTable(["bookingId"]);
  fakeAws(table.answers);

  const stored = await Promise.all([
    putIfAbsent(first, { bookingId: "B123" }),
    putIfAbsent(second, { bookingId: "B123" }),
  ]);

  expect(stored[0], "one call overwrote what the other had stored: the PutCommand needs a ConditionExpression").toEqual(
    stored[1],
  );
});

test("adds the event that an item of an earlier step lacks, and nothing else", async () => {
  const table = fakeTable(["bookingId"], { bookingId: "B123", amount: 300 });
  fakeAws(table.answers);

  expect(await putIfAbsent(second, { bookingId: "B123" })).toEqual({
    bookingId: "B123",
    amount: 300,
    event: { detail: "second" },
  });
});

test("rethrows an error that is not a failed condition", async () => {
  fakeAws({
    Put: () => {
      throw new Error("the network is down");
    },
  });

  await expect(putIfAbsent(first, { bookingId: "B123" })).rejects.toThrow("the network is down");
});
