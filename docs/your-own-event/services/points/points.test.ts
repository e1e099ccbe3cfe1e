import { expect, test } from "vitest";
import { pointsFor, rewardFor } from "./points.ts";

test.each([
  ["12A", 100],
  ["12B", 200],
  ["12C", 100],
  ["13E", 200],
])("a ticket for seat %s earns %i points", (seat, points) => {
  expect(pointsFor(seat)).toBe(points);
});

test("rewards 200 points, and not 199", () => {
  expect(rewardFor(199)).toBeUndefined();
  expect(rewardFor(200)).toBe("a day in the lounge");
});
