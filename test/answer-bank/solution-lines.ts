import { parseRegions, type Workshop } from "@event-choreography/workshop-cli/exercises";
import type { Answer } from "./answer.ts";
import { editedFiles } from "./edited-files.ts";

/** Shorter lines, such as `{ parent: this }`, are words of the language rather than a solution. */
const shortest = 24;

/** The lines of the solution that a text contains, other than those that the learner wrote too. */
export function solutionLinesIn(text: string, { originals, catalogue }: Workshop, answer: Answer): string[] {
  const exercise = catalogue.find(answer.exercise)!;
  const files = editedFiles(originals, exercise, answer);
  const written = inOneLine([...files.values()].join("\n"));
  const shown = inOneLine(text);
  return [...new Set(exercise.places.map(({ path }) => path))]
    .flatMap((path) => parseRegions(originals.get(path)!))
    .filter(({ number }) => number === exercise.number)
    .flatMap(({ body }) => body.map((line) => line.trim()))
    .filter((line) => line.length >= shortest && !line.startsWith("//"))
    .filter((line) => shown.includes(inOneLine(line)) && !written.includes(inOneLine(line)));
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
