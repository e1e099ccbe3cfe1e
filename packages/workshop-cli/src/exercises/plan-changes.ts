import type { TreeChanges } from "../working-copy/change-tree.ts";
import type { Originals } from "../working-copy/originals.ts";
import type { Catalogue } from "./catalogue.ts";
import { cutRegions } from "./regions.ts";

export interface Situation {
  originals: Originals;
  /** The learner's files as they stand, by path. */
  tree: ReadonlyMap<string, string>;
  catalogue: Catalogue;
  /** Whether the learner's own version of this file's exercises passes its checks as it stands. */
  isPassed: (path: string) => boolean;
}

/** The files of step N as a learner finds them at its beginning: every region given way to its TODO. */
export function startOfStep({ originals, catalogue }: Pick<Situation, "originals" | "catalogue">, step: number) {
  return new Map(
    catalogue.filesOfStep(step).map(({ path }) => [path, cutRegions(originals.get(path)!, () => true)] as const),
  );
}

/** `begin N`: step N at its start, the steps before it complete. Files without exercises are left alone. */
export function changesToBegin(situation: Situation, step: number): TreeChanges {
  return new Map([...completeBefore(situation, step), ...startOfStep(situation, step)]);
}

/** `goto N`: steps 1 to N complete. */
export function changesToGoTo(situation: Situation, step: number): TreeChanges {
  return new Map(completeBefore(situation, step + 1));
}

/** `reset N`: step N at its start, and every other file of the workshop as it was shipped. */
export function changesToReset({ originals, catalogue }: Situation, step: number): TreeChanges {
  return new Map([...originals, ...startOfStep({ originals, catalogue }, step)]);
}

/** The learner's own version stays where it passes its checks; the original takes its place otherwise. */
function completeBefore({ originals, tree, catalogue, isPassed }: Situation, step: number): [string, string][] {
  return catalogue.steps
    .filter((earlier) => earlier < step)
    .flatMap((earlier) => catalogue.filesOfStep(earlier))
    .filter(({ path }) => tree.get(path) !== originals.get(path) && !isPassed(path))
    .map(({ path }) => [path, originals.get(path)!]);
}
