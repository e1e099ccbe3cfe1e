import { structuredPatch } from "diff";
import { requireExercise } from "../exercises/find-exercise.ts";
import { bodiesOf, findDamage } from "../exercises/region-state.ts";
import { openWorkshop, type Workshop } from "../exercises/workshop.ts";
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
  const differences = number ? ofExercise(workshop, number) : ofWorkingCopy(workshop);
  if (options.json) return sayJson(differences);
  if (differences.length === 0) return say("No differences: your code is the same as the workshop's.");
  note("- the workshop's   + yours");
  for (const { path, lines } of differences) {
    say(paint.bold(path));
    for (const line of lines) say(colored(line));
  }
}

function ofWorkingCopy({ originals, workingCopy }: Workshop): FileDifference[] {
  return [...originals].flatMap(([path, original]) => difference(path, original, workingCopy.get(path) ?? ""));
}

function ofExercise({ originals, workingCopy, catalogue }: Workshop, number: string): FileDifference[] {
  const exercise = requireExercise(catalogue, number);
  const damaged = new Set(findDamage({ originals, workingCopy }, exercise).map(({ path }) => path));
  return exercise.places.flatMap(({ path }) => {
    // Without its markers an exercise cannot be told apart from the rest of the file.
    if (damaged.has(path)) return difference(path, originals.get(path)!, workingCopy.get(path) ?? "");
    const textOf = (text: string) => bodiesOf(text, number).flat().join("\n");
    return difference(path, textOf(originals.get(path)!), textOf(workingCopy.get(path) ?? ""));
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
