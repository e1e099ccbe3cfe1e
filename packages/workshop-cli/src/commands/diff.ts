import { structuredPatch } from "diff";
import { requireExercise } from "../exercises/find-exercise.ts";
import { bodiesOf, findDamage } from "../exercises/region-state.ts";
import { openWorkshop, type Workshop } from "../exercises/workshop.ts";
import { note, paint, say, sayJson } from "../terminal/output.ts";

/** A file's difference in the usual form, lines with "-" for the workshop's and "+" for the learner's. */
interface FileDifference {
  path: string;
  lines: string[];
}

/** `npx workshop diff [3.2]`: the learner's code against the workshop's own. */
export async function diff(number: string | undefined, options: { json?: boolean }): Promise<void> {
  if (number?.includes("..")) return await (await import("./diff-steps.ts")).diffSteps(number, options);
  const workshop = openWorkshop();
  const differences = number ? ofExercise(workshop, number) : ofTree(workshop);
  if (options.json) return sayJson(differences);
  if (differences.length === 0) return say("No difference: your code is the workshop's own.");
  note("- the workshop's   + yours");
  for (const { path, lines } of differences) {
    say(paint.bold(path));
    for (const line of lines) say(coloured(line));
  }
}

function ofTree({ originals, tree }: Workshop): FileDifference[] {
  return [...originals].flatMap(([path, original]) => difference(path, original, tree.get(path) ?? ""));
}

function ofExercise({ originals, tree, catalogue }: Workshop, number: string): FileDifference[] {
  const exercise = requireExercise(catalogue, number);
  const damaged = new Set(findDamage({ originals, tree }, exercise).map(({ path }) => path));
  return exercise.places.flatMap(({ path }) => {
    // Without its markers an exercise cannot be told from the rest of the file.
    if (damaged.has(path)) return difference(path, originals.get(path)!, tree.get(path) ?? "");
    const textOf = (text: string) => bodiesOf(text, number).flat().join("\n");
    return difference(path, textOf(originals.get(path)!), textOf(tree.get(path) ?? ""));
  });
}

export function difference(path: string, before: string, after: string): FileDifference[] {
  const { hunks } = structuredPatch(path, path, before, after, "", "", { context: 2 });
  if (hunks.length === 0) return [];
  const lines = hunks.flatMap((hunk) => [`@@ line ${hunk.newStart} @@`, ...hunk.lines]);
  return [{ path, lines: lines.filter((line) => !line.startsWith("\\")) }];
}

export function coloured(line: string): string {
  if (line.startsWith("+")) return paint.green(line);
  if (line.startsWith("-")) return paint.red(line);
  return line.startsWith("@@") ? paint.dim(line) : line;
}
