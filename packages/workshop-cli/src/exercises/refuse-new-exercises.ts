import { Failure } from "../terminal/failure.ts";
import type { FileChanges } from "../working-copy/change-working-copy.ts";
import { splitLines, startMarkerIn } from "./regions.ts";
import type { Workshop } from "./workshop.ts";

/**
 * Refuses to replace a file with an exercise that its author has just written, and that the originals do not have yet.
 *
 * @throws Failure with its place, and what to run first
 */
export function refuseNewExercises({ workingCopy, catalogue }: Workshop, changes: FileChanges): void {
  for (const path of changes.keys()) {
    for (const [index, line] of splitLines(workingCopy.get(path) ?? "").entries()) {
      const number = startMarkerIn(line)?.number;
      if (number === undefined || catalogue.find(number)) continue;
      throw new Failure(
        `Nothing was changed: ${path}:${index + 1} is the start of an exercise ${number}, which this workshop does not have yet.`,
        "If you write one, run npm run originals first. Otherwise remove that line, then run the same command again.",
      );
    }
  }
}
