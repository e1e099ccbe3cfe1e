import { structuredPatch } from "diff";
import { requireExercise } from "../exercises/find-exercise.ts";
import { findRegions, withMarkers } from "../exercises/find-regions.ts";
import { isPassed } from "../exercises/passed-files.ts";
import { bodiesOf, findDamage } from "../exercises/region-state.ts";
import {
  countOf,
  fillRegion,
  parseRegions,
  type Region,
  RegionError,
  withoutPlaceholders,
} from "../exercises/regions.ts";
import { openWorkshop, type Workshop } from "../exercises/workshop.ts";
import { readProgress } from "../progress/progress.ts";
import { note, paint, say, sayJson } from "../terminal/output.ts";

/** A file's differences as a unified diff: "-" for the workshop's lines, "+" for the learner's. */
interface FileDifference {
  path: string;
  lines: string[];
}

/** `npx workshop diff [3.2]`: compares the learner's code with the workshop's. */
export async function diff(number: string | undefined, options: { json?: boolean }): Promise<void> {
  if (number?.includes("..")) return await (await import("./diff-steps.ts")).diffSteps(number, options);
  const workshop = openWorkshop();
  const open = number ? [] : openExercises(workshop);
  const differences = number ? ofExercise(workshop, number) : ofWorkingCopy(workshop, open);
  if (options.json) return sayJson(differences);
  if (open.length > 0) {
    note(`Without the open exercises ${open.join(", ")}. One with its solution: npx workshop diff ${open[0]}`);
  }
  if (differences.length === 0) {
    return say(`No${open.length > 0 ? " other" : ""} differences: your code is the same as the workshop's.`);
  }
  note("- the workshop's   + yours");
  for (const { path, lines } of differences) {
    say(paint.bold(path));
    for (const line of lines) say(colored(line));
  }
}

/** The exercises of the current step that have not passed. */
function openExercises(workshop: Workshop): string[] {
  const progress = readProgress(workshop.workspace);
  if (progress.step === undefined) return [];
  return workshop.catalogue
    .ofStep(progress.step)
    .filter((exercise) => !isPassed(workshop, progress, exercise))
    .map(({ number }) => number);
}

/** Leaves out the bodies of open exercises, and the placeholder lines, which no learner sees. */
function ofWorkingCopy({ originals, workingCopy }: Workshop, open: readonly string[]): FileDifference[] {
  return [...originals].flatMap(([path, original]) => {
    const shown = (text: string) => withoutPlaceholders(withoutBodies(text, original, open));
    return difference(path, shown(original), shown(workingCopy.get(path) ?? ""));
  });
}

/** A file in which exercises cannot be found is shown as it is. */
function withoutBodies(text: string, original: string, numbers: readonly string[]): string {
  try {
    return numbers.reduce(
      (cut, number) => {
        const count = countOf(parseRegions(cut), number);
        return fillRegion(cut, number, Array<string[]>(count).fill([]));
      },
      withMarkers(text, original),
    );
  } catch (error) {
    if (error instanceof RegionError) return text;
    throw error;
  }
}

function ofExercise({ originals, workingCopy, catalogue }: Workshop, number: string): FileDifference[] {
  const exercise = requireExercise(catalogue, number);
  const damaged = new Set(findDamage({ originals, workingCopy }, exercise).map(({ path }) => path));
  return exercise.places.flatMap(({ path }) => {
    // What cannot be found cannot be told apart from the rest of the file.
    if (damaged.has(path)) return difference(path, originals.get(path)!, workingCopy.get(path) ?? "");
    const original = originals.get(path)!;
    const textOf = (regions: Region[]) => bodiesOf(regions, number).flat().join("\n");
    return difference(path, textOf(parseRegions(original)), textOf(findRegions(workingCopy.get(path)!, original)));
  });
}

export function difference(path: string, before: string, after: string): FileDifference[] {
  const { hunks } = structuredPatch(path, path, before, after, "", "", { context: 2 });
  if (hunks.length === 0) return [];
  const lines = hunks.flatMap((hunk) => [`@@ line ${hunk.newStart} @@`, ...hunk.lines]);
  return [{ path, lines: lines.filter((line) => !line.startsWith("\\")) }];
}

export function colored(line: string): string {
  if (line.startsWith("+")) return paint.green(line);
  if (line.startsWith("-")) return paint.red(line);
  return line.startsWith("@@") ? paint.dim(line) : line;
}
