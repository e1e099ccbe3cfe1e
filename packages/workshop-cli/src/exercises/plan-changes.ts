import type { FileChanges } from "../working-copy/change-working-copy.ts";
import type { Originals } from "../working-copy/originals.ts";
import type { Catalogue } from "./catalogue.ts";
import { cutRegions } from "./regions.ts";

export interface PlanContext {
  originals: Originals;
  /** The learner's current files, by path. */
  workingCopy: ReadonlyMap<string, string>;
  catalogue: Catalogue;
  /** Whether the learner's current version of this file's exercises has passed its checks. */
  isPassed: (path: string) => boolean;
}

/** The files of step N at its start: a TODO in place of every region's code. */
function startOfStep({ originals, catalogue }: Pick<PlanContext, "originals" | "catalogue">, step: number) {
  return new Map(
    catalogue.filesOfStep(step).map(({ path }) => [path, cutRegions(originals.get(path)!, () => true)] as const),
  );
}

/** `begin N`: step N at its start, the steps before it complete. Files without exercises are left alone. */
export function changesToBegin(context: PlanContext, step: number): FileChanges {
  return new Map([...completeBefore(context, step), ...startOfStep(context, step)]);
}

/** `goto N`: steps 1 to N complete. */
export function changesToGoTo(context: PlanContext, step: number): FileChanges {
  return new Map(completeBefore(context, step + 1));
}

/** `reset N`: step N at its start, and every other file and chapter of the workshop as it was shipped. */
export function changesToReset(
  { originals, catalogue }: PlanContext,
  chapters: ReadonlyMap<string, string>,
  step: number,
): FileChanges {
  return new Map([...chapters, ...originals, ...startOfStep({ originals, catalogue }, step)]);
}

/** Keeps the learner's own version of a file if it has passed its checks, otherwise replaces it with the original. */
function completeBefore(
  { originals, workingCopy, catalogue, isPassed }: PlanContext,
  step: number,
): [string, string][] {
  return catalogue.steps
    .filter((earlier) => earlier < step)
    .flatMap((earlier) => catalogue.filesOfStep(earlier))
    .filter(({ path }) => workingCopy.get(path) !== originals.get(path) && !isPassed(path))
    .map(({ path }) => [path, originals.get(path)!]);
}
