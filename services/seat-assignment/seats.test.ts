import { expect, test } from "vitest";
import { chooseSeat, seatsOf } from "./seats.ts";

test("numbers seats from 12A, six per row", () => {
  expect(seatsOf(8)).toEqual(["12A", "12B", "12C", "12D", "12E", "12F", "13A", "13B"]);
});

test("gives the first booking 12A", () => {
  expect(chooseSeat({}, "B123", 180)).toBe("12A");
});

test("gives the next booking the first free seat", () => {
  expect(chooseSeat({ "12A": "B1", "12C": "B3" }, "B123", 180)).toBe("12B");
});

test("gives a booking the seat that it already has, even if an earlier one is free", () => {
  expect(chooseSeat({ "12C": "B123" }, "B123", 180)).toBe("12C");
});

//#region 4.4 Test that a full flight has no seat left
//- test.todo("4.4 has no seat left on a full flight, and one on a flight with one more seat");
test("4.4 has no seat left on a full flight, and one on a flight with one more seat", () => {
  const taken = { "12A": "B1", "12B": "B2" };

  expect(chooseSeat(taken, "B123", 2)).toBeUndefined();
  expect(chooseSeat(taken, "B123", 3)).toBe("12C");
});
//#endregion
