import { beforeEach, expect, test, vi } from "vitest";
import { type Call, fakeAws } from "../test/support/fake-aws.ts";
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
  const calls = fakeAws(table.answers);

  const stored = await putIfAbsent(second, { bookingId: "B123" });

  expect(table.items, whyReplaced(calls)).toEqual([first]);
  expect(stored).toEqual(first);
});

test("9.1 returns the same item to concurrent callers", async () => {
  const table = fakeTable(["bookingId"]);
  const calls = fakeAws(table.answers);

  const stored = await Promise.all([
    putIfAbsent(first, { bookingId: "B123" }),
    putIfAbsent(second, { bookingId: "B123" }),
  ]);

  expect(stored[0], whyReplaced(calls)).toEqual(stored[1]);
});

test("9.1 keeps an item of an earlier step, and adds the event that it lacks", async () => {
  const table = fakeTable(["bookingId"], { bookingId: "B123", amount: 300 });
  const calls = fakeAws(table.answers);

  const stored = await putIfAbsent(second, { bookingId: "B123" });

  expect(table.items, whyReplaced(calls)).toEqual([{ bookingId: "B123", amount: 300 }]);
  expect(stored).toEqual({ bookingId: "B123", amount: 300, event: { detail: "second" } });
});

test("rethrows an error that is not a failed condition", async () => {
  fakeAws({
    Put: () => {
      throw new Error("the network is down");
    },
  });

  await expect(putIfAbsent(first, { bookingId: "B123" })).rejects.toThrow("the network is down");
});

/** Why the second item could replace the first. */
function whyReplaced(calls: Call[]): string {
  const condition = calls.find(({ operation }) => operation === "Put")?.input.ConditionExpression;
  if (condition === undefined) return "the second item replaced the first: DynamoDB was given no condition to check";
  return `the second item replaced the first: the condition ${condition} is true for the item that is already stored`;
}
