import { times } from "../terminal/times.ts";
import type { ExerciseInCode } from "./catalogue.ts";
import { findRegions } from "./find-regions.ts";
import { countOf, cutRegions, parseRegions, type Region, RegionError } from "./regions.ts";
import type { Workshop } from "./workshop.ts";

export interface Place {
  /** Relative to the root, with "/". */
  file: string;
  /** From 1. */
  line: number;
}

/** Damage in the learner's copy of an exercise's files, which keeps commands from working on them. */
export interface Damage {
  path: string;
  /** From 1; undefined for the whole file. */
  line?: number;
  message: string;
}

/** Checks that an exercise can be found in the learner's files, by its markers or by the lines around it. */
export function findDamage(
  { originals, workingCopy }: Pick<Workshop, "originals" | "workingCopy">,
  exercise: ExerciseInCode,
): Damage[] {
  return exercise.places.flatMap(({ path }) => {
    const text = workingCopy.get(path);
    if (text === undefined) return [{ path, message: "the file is missing" }];
    try {
      const original = originals.get(path)!;
      const count = countOf(findRegions(text, original), exercise.number);
      const expected = countOf(parseRegions(original), exercise.number);
      if (count === expected) return [];
      return [{ path, message: missingRegion(exercise, count, expected) }];
    } catch (error) {
      if (error instanceof RegionError) return [{ path, line: error.line, message: error.message }];
      throw error;
    }
  });
}

/** Whether an exercise is as at its step's start: the learner has not written anything yet. */
export function isUntouched(
  { originals, workingCopy }: Pick<Workshop, "originals" | "workingCopy">,
  exercise: ExerciseInCode,
): boolean {
  if (findDamage({ originals, workingCopy }, exercise).length > 0) return false;
  return exercise.places.every(({ path }) => {
    const original = originals.get(path)!;
    const start = bodiesOf(parseRegions(cutRegions(original, () => true)), exercise.number);
    return sameCode(bodiesOf(findRegions(workingCopy.get(path)!, original), exercise.number), start);
  });
}

/** The line of an exercise's first marker in each of the learner's files, or in the original if it cannot be found. */
export function placesInWorkingCopy(
  workshop: Pick<Workshop, "originals" | "workingCopy">,
  exercise: ExerciseInCode,
): Place[] {
  return exercise.places.map(({ path, line }) => {
    const region = regionsIn(workshop, path).find(({ number }) => number === exercise.number);
    return { file: path, line: region ? Math.max(0, region.startLine) + 1 : line };
  });
}

/** The regions of a learner's file; none if its markers do not pair up, and it is too different to find them by other lines. */
export function regionsIn(
  { originals, workingCopy }: Pick<Workshop, "originals" | "workingCopy">,
  path: string,
): Region[] {
  try {
    return findRegions(workingCopy.get(path) ?? "", originals.get(path) ?? "");
  } catch (error) {
    if (error instanceof RegionError) return [];
    throw error;
  }
}

/** The lines of one exercise in one file, place by place. */
export function bodiesOf(regions: readonly Region[], number: string): string[][] {
  return regions.filter((region) => region.number === number).map(({ body }) => body);
}

function sameCode(a: string[][], b: string[][]): boolean {
  const inOneLine = (bodies: string[][]) =>
    bodies.map((body) => body.join(" ").replaceAll(/\s+/g, " ").trim()).join("\n");
  return inOneLine(a) === inOneLine(b);
}

function missingRegion({ number, title }: ExerciseInCode, count: number, expected: number): string {
  const marker = `//#region ${number} ${title}`;
  if (count === 0) return `the marker lines of ${number} are missing: "${marker}" and "//#endregion"`;
  return `"${marker}" is in the file ${times(count)} and must be there ${times(expected)}`;
}
