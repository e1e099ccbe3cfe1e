import type { Originals } from "../working-copy/originals.ts";
import { parseRegions, type Region } from "./regions.ts";

/** A file with exercises. */
export interface RegionFile {
  path: string;
  regions: (Region & { number: string })[];
}

/** One exercise, as the regions in the originals define it. */
export interface ExerciseInCode {
  /** "3.2" */
  number: string;
  step: number;
  title: string;
  /** The files that contain it, with the line (from 1) of its first marker in each. */
  places: { path: string; line: number }[];
}

/** All exercises, read from the originals' numbered regions, the only place where they are defined. */
export class Catalogue {
  readonly exercises: readonly ExerciseInCode[];
  readonly #files: readonly RegionFile[];

  constructor(originals: Originals) {
    this.#files = [...originals].flatMap(([path, text]) => {
      const regions = parseRegions(text).filter((region) => region.number !== undefined) as RegionFile["regions"];
      return regions.length > 0 ? [{ path, regions }] : [];
    });
    this.exercises = collect(this.#files);
  }

  /** The exercises of one step, in order. */
  ofStep(step: number): readonly ExerciseInCode[] {
    return this.exercises.filter((exercise) => exercise.step === step);
  }

  find(number: string): ExerciseInCode | undefined {
    return this.exercises.find((exercise) => exercise.number === number);
  }

  /** The files that hold a step's exercises. A file belongs to one step. */
  filesOfStep(step: number): readonly RegionFile[] {
    return this.#files.filter(({ regions }) => regions.some(({ number }) => stepOf(number) === step));
  }

  /** The steps that have exercises, in order. */
  get steps(): readonly number[] {
    return [...new Set(this.exercises.map(({ step }) => step))];
  }
}

/** The step that an exercise belongs to: 3 for "3.2". */
export function stepOf(exerciseNumber: string): number {
  return Number(exerciseNumber.split(".")[0]);
}

function collect(files: readonly RegionFile[]): ExerciseInCode[] {
  const found = new Map<string, ExerciseInCode>();
  for (const { path, regions } of files) {
    for (const { number, title, startLine } of regions) {
      const known = found.get(number);
      const place = { path, line: startLine + 1 };
      if (!known) found.set(number, { number, step: stepOf(number), title, places: [place] });
      else if (!known.places.some((other) => other.path === path)) known.places.push(place);
    }
  }
  return [...found.values()].sort((a, b) => byNumber(a.number, b.number));
}

/** 3.2 before 3.10 before 12.1. */
function byNumber(a: string, b: string): number {
  const [stepA = 0, exerciseA = 0] = a.split(".").map(Number);
  const [stepB = 0, exerciseB = 0] = b.split(".").map(Number);
  return stepA - stepB || exerciseA - exerciseB;
}
