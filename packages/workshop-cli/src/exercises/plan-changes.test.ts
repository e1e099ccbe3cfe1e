import { describe, expect, test } from "vitest";
import { Catalogue } from "./catalogue.ts";
import { changedOutsideExercises } from "./changed-outside-exercises.ts";
import { requireExercise, requireStep } from "./find-exercise.ts";
import { changesToBegin, changesToGoTo, changesToReset } from "./plan-changes.ts";
import { findDamage, isUntouched } from "./region-state.ts";

const one = "//#region 1.1 Name the bus\nname();\n//#endregion\n";
const two = "//#region 2.1 Allow it\n//- none();\nallow();\n//#endregion\n";
const originals = new Map([
  ["infra/fold.ts", "fold();\n"],
  ["steps/01/infra.ts", one],
  ["steps/02/infra.ts", two],
]);
const startOfOne = "//#region 1.1 Name the bus\n// TODO 1.1: Name the bus\n//#endregion\n";
const startOfTwo = "//#region 2.1 Allow it\n// TODO 2.1: Allow it\nnone();\n//#endregion\n";
const catalogue = new Catalogue(originals);

function situation(mine: Record<string, string> = {}, passed: string[] = []) {
  const workingCopy = new Map([...originals, ...Object.entries(mine)]);
  return { originals, catalogue, workingCopy, isPassed: (path: string) => passed.includes(path) };
}

describe("begin", () => {
  test("cuts the step's exercises, and leaves complete steps and files without exercises alone", () => {
    expect(changesToBegin(situation(), 2)).toEqual(new Map([["steps/02/infra.ts", startOfTwo]]));
  });

  test("completes earlier steps if the learner's own code has not passed", () => {
    const mine = { "steps/01/infra.ts": startOfOne };

    expect(changesToBegin(situation(mine), 2).get("steps/01/infra.ts")).toBe(one);
    expect(changesToBegin(situation(mine, ["steps/01/infra.ts"]), 2).has("steps/01/infra.ts")).toBe(false);
  });

  test("brings back a missing file", () => {
    const missing = situation();
    missing.workingCopy.delete("steps/01/infra.ts");

    expect(changesToBegin(missing, 2).get("steps/01/infra.ts")).toBe(one);
  });
});

test("finds what was changed in files without exercises, since begin leaves it", () => {
  const mine = { "infra/fold.ts": "unfold();\n", "steps/01/infra.ts": startOfOne, "infra/mine.ts": "new();\n" };

  expect(changedOutsideExercises(situation(mine))).toEqual(["infra/fold.ts"]);
  expect(changedOutsideExercises(situation())).toEqual([]);
});

test("goto completes the step itself, too, and does not touch later steps", () => {
  const mine = { "steps/01/infra.ts": startOfOne, "steps/02/infra.ts": startOfTwo };

  expect(changesToGoTo(situation(mine), 1)).toEqual(new Map([["steps/01/infra.ts", one]]));
  expect(changesToGoTo(situation(mine), 2).size).toBe(2);
});

test("reset brings back every original file and chapter, with the step at its start", () => {
  const chapters = new Map([["steps/01/README.md", "# Step 1"]]);

  expect(changesToReset(situation({ "infra/fold.ts": "mine" }), chapters, 1)).toEqual(
    new Map([...chapters, ...originals, ["steps/01/infra.ts", startOfOne]]),
  );
});

describe("an exercise's places", () => {
  const exercise = catalogue.find("2.1")!;

  test("are undamaged with the original code, at the step's start, or with other code", () => {
    for (const text of [two, startOfTwo, two.replace("allow", "mine")]) {
      expect(findDamage(situation({ "steps/02/infra.ts": text }), exercise)).toEqual([]);
    }
  });

  test.each([
    ["allow();\n", undefined, "the marker lines of 2.1 are missing"],
    [two + two, undefined, "is in the file 2 times and must be there once"],
    [two.replace("//#endregion\n", ""), 1, "Region 2.1 has no #endregion."],
    [two.replace("//#region 2.1 Allow it\n", ""), 3, "There is an #endregion here without"],
  ])("are damaged in %j", (text, line, message) => {
    expect(findDamage(situation({ "steps/02/infra.ts": text }), exercise)).toEqual([
      expect.objectContaining({ path: "steps/02/infra.ts", message: expect.stringContaining(message) }),
    ]);
    expect(findDamage(situation({ "steps/02/infra.ts": text }), exercise)[0]?.line).toBe(line);
  });

  test("are untouched if they are as at the step's start, in any indentation, and never if damaged", () => {
    const isUntouchedIn = (text: string) => isUntouched(situation({ "steps/02/infra.ts": text }), exercise);

    expect(isUntouchedIn(startOfTwo)).toBe(true);
    expect(isUntouchedIn(startOfTwo.replace("none", "\n    none"))).toBe(true);
    expect(isUntouchedIn(two)).toBe(false);
    expect(isUntouchedIn("nothing")).toBe(false);
  });
});

describe("a step or exercise asked for by number", () => {
  test("is found, or else the valid ones are named", () => {
    expect(requireExercise(catalogue, "2.1").title).toBe("Allow it");
    expect(() => requireExercise(catalogue, "2.7")).toThrow("There is no exercise 2.7. Step 2 has:");
    expect(requireStep(catalogue, "2")).toBe(2);
  });

  test.each(["0", "3", "-1", "1.5", "two", "", " ", "1e9"])("is refused: %j", (text) => {
    expect(() => requireStep(catalogue, text)).toThrow(`There is no step ${text}.`);
  });
});
