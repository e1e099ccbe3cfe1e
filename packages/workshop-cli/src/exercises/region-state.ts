import type { ExerciseInCode } from "./catalogue.ts";
import { cutRegions, parseRegions, type Region, RegionError } from "./regions.ts";
import type { Workshop } from "./workshop.ts";

export interface Place {
  /** Relative to the root, with "/". */
  file: string;
  /** From 1. */
  line: number;
}

/** What is wrong with the learner's copy of an exercise's files, so that no command could work on them. */
export interface Damage {
  path: string;
  /** From 1; undefined where the whole file is meant. */
  line?: number;
  message: string;
}

/** Looks whether every place of an exercise is still there: the file, its markers, and as many of them as there were. */
export function findDamage(
  { originals, tree }: Pick<Workshop, "originals" | "tree">,
  exercise: ExerciseInCode,
): Damage[] {
  return exercise.places.flatMap(({ path }) => {
    const text = tree.get(path);
    if (text === undefined) return [{ path, message: "the file is not there" }];
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

/** Whether an exercise's places are as a step's start has them: nothing written yet. */
export function isUntouched(
  { originals, tree }: Pick<Workshop, "originals" | "tree">,
  exercise: ExerciseInCode,
): boolean {
  if (findDamage({ originals, tree }, exercise).length > 0) return false;
  return exercise.places.every(({ path }) => {
    const start = bodiesOf(
      cutRegions(originals.get(path)!, () => true),
      exercise.number,
    );
    return sameCode(bodiesOf(tree.get(path) ?? "", exercise.number), start);
  });
}

/** Where an exercise's first marker stands in each of the learner's files; as in the original where theirs is damaged. */
export function placesInTree({ tree }: Pick<Workshop, "tree">, exercise: ExerciseInCode): Place[] {
  return exercise.places.map(({ path, line }) => {
    const region = regionsIn(tree.get(path) ?? "").find(({ number }) => number === exercise.number);
    return { file: path, line: region ? region.startLine + 1 : line };
  });
}

/** The regions of a text; none where its markers do not pair up. */
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
  if (count === 0) return `the marker lines of ${number} are gone: "${marker}" and "//#endregion"`;
  return `"${marker}" stands there ${count} times and should stand ${expected} times`;
}
