import { beforeEach, expect, test, vi } from "vitest";
import { fakeAws } from "../test/support/fake-aws.ts";
import { fakeTable } from "../test/support/fake-table.ts";
import { putIfAbsent } from "./put-if-absent.ts";

const first = { bookingId: "B123", amount: 300, event: "first" };
const second = { bookingId: "B123", amount: 301, event: "second" };

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PaymentTable");
});

test("stores an item and returns it, if there is none yet", async () => {
  const table = fakeTable(["bookingId"]);
  fakeAws(table.answers);

  expect(await putIfAbsent(first, { bookingId: "B123" })).toEqual(first);
  expect(table.items).toEqual([first]);
});

test("9.1 leaves the first item as it is, and returns that one to whoever comes later", async () => {
  const table = fakeTable(["bookingId"], first);
  fakeAws(table.answers);

  const kept = await putIfAbsent(second, { bookingId: "B123" });

  expect(table.items, "the second item took the place of the first: the put needs a ConditionExpression").toEqual([
    first,
  ]);
  expect(kept).toEqual(first);
});

test("9.1 gives all who call at once the same item", async () => {
  const table = fakeTable(["bookingId"]);
  fakeAws(table.answers);

  const kept = await Promise.all([
    putIfAbsent(first, { bookingId: "B123" }),
    putIfAbsent(second, { bookingId: "B123" }),
  ]);

  expect(kept[0], "one of them overwrote what the other one had stored").toEqual(kept[1]);
});

test("adds what an item of an earlier step lacks", async () => {
  const table = fakeTable(["bookingId"], { bookingId: "B123", amount: 300 });
  fakeAws(table.answers);

  expect(await putIfAbsent(second, { bookingId: "B123" })).toEqual({ bookingId: "B123", amount: 300, event: "second" });
});

test("passes on an error that is no failed condition", async () => {
  fakeAws({
    Put: () => {
      throw new Error("the network is down");
    },
  });

  await expect(putIfAbsent(first, { bookingId: "B123" })).rejects.toThrow("the network is down");
});
