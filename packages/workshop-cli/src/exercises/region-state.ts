import { times } from "../terminal/times.ts";
import type { ExerciseInCode } from "./catalogue.ts";
import { cutRegions, parseRegions, type Region, RegionError } from "./regions.ts";
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

/** Checks that the learner's files still have all of an exercise's markers. */
export function findDamage(
  { originals, workingCopy }: Pick<Workshop, "originals" | "workingCopy">,
  exercise: ExerciseInCode,
): Damage[] {
  return exercise.places.flatMap(({ path }) => {
    const text = workingCopy.get(path);
    if (text === undefined) return [{ path, message: "the file is missing" }];
    try {
      const count = countRegions(text, exercise.number);
      const expected = countRegions(originals.get(path)!, exercise.number);
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
    const start = bodiesOf(
      cutRegions(originals.get(path)!, () => true),
      exercise.number,
    );
    return sameCode(bodiesOf(workingCopy.get(path) ?? "", exercise.number), start);
  });
}

/** The line of an exercise's first marker in each of the learner's files, or in the original if the learner's is damaged. */
export function placesInWorkingCopy({ workingCopy }: Pick<Workshop, "workingCopy">, exercise: ExerciseInCode): Place[] {
  return exercise.places.map(({ path, line }) => {
    const region = regionsIn(workingCopy.get(path) ?? "").find(({ number }) => number === exercise.number);
    return { file: path, line: region ? region.startLine + 1 : line };
  });
}

/** The regions of a file's content; none if its markers do not pair up. */
export function regionsIn(text: string): Region[] {
  try {
    return parseRegions(text);
  } catch (error) {
    if (error instanceof RegionError) return [];
    throw error;
  }
}

/** The learner's lines between the markers of one exercise in one file, place by place. */
export function bodiesOf(text: string, number: string): string[][] {
  return parseRegions(text)
    .filter((region) => region.number === number)
    .map(({ body }) => body);
}

function sameCode(a: string[][], b: string[][]): boolean {
  const inOneLine = (bodies: string[][]) =>
    bodies.map((body) => body.join(" ").replaceAll(/\s+/g, " ").trim()).join("\n");
  return inOneLine(a) === inOneLine(b);
}

function countRegions(text: string, number: string): number {
  return parseRegions(text).filter((region) => region.number === number).length;
}

function missingRegion({ number, title }: ExerciseInCode, count: number, expected: number): string {
  const marker = `//#region ${number} ${title}`;
  if (count === 0) return `the marker lines of ${number} are missing: "${marker}" and "//#endregion"`;
  return `"${marker}" is in the file ${times(count)} and must be there ${times(expected)}`;
}
