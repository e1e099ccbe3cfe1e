import { expect, test } from "vitest";
import { inOrderOfFlow } from "./order.ts";

const causes = new Map([
  ["cancel", ["Cancelled"]],
  ["charge", ["Paid", "Refused"]],
  ["seat", ["Seated"]],
  ["api", ["Created"]],
  ["clock", ["Expired"]],
]);
const consumers: Record<string, string[]> = { Created: ["charge"], Paid: ["seat"], Refused: ["cancel"] };
const consumersOf = (event: string) => consumers[event] ?? [];

test("follows the usual path to its end, then each branch, then the next start", () => {
  expect(inOrderOfFlow({ causes, consumersOf, starts: ["api", "clock"] })).toEqual([
    "Created",
    "Paid",
    "Seated",
    "Refused",
    "Cancelled",
    "Expired",
  ]);
});

test("includes events that no start leads to", () => {
  expect(inOrderOfFlow({ causes, consumersOf, starts: [] })).toHaveLength(6);
});

test("ends, even if an event leads back to its own publisher", () => {
  const endless = { causes: new Map([["ping", ["Ping"]]]), consumersOf: () => ["ping"], starts: ["ping"] };

  expect(inOrderOfFlow(endless)).toEqual(["Ping"]);
});
