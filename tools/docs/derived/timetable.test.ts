import { expect, test } from "vitest";
import { withPauses } from "./timetable.ts";

const units = (...minutes: number[]) => minutes.map((each) => ({ what: `${each} minutes`, minutes: each }));
const words = (all: ReturnType<typeof withPauses>) => all.map(({ what }) => what);

test("nobody sits for more than two hours, and the first pause from noon on is lunch", () => {
  expect(words(withPauses(units(60, 60, 60, 60, 60)))).toEqual([
    "60 minutes",
    "60 minutes",
    "Break",
    "60 minutes",
    "60 minutes",
    "Lunch",
    "60 minutes",
  ]);
});

test("what is longer than two hours is not divided, and no day begins with a pause", () => {
  expect(words(withPauses(units(150, 10)))).toEqual(["150 minutes", "Break", "10 minutes"]);
});
