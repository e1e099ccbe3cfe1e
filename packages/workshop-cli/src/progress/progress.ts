import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lastStep } from "../exercises/step-names.ts";
import { withLock } from "../working-copy/lock.ts";
import type { Workspace } from "../working-copy/workspace.ts";

/** A learner's progress, saved in the ignored folder. Losing it loses no work. */
export interface Progress {
  /** The current step; undefined before the first `begin`. */
  step?: number;
  /** How many steps belong in the local cloud, if the step was changed while none was running. */
  owedSteps?: number;
  /** Each exercise's last result, by number. */
  checked: Record<string, CheckedExercise>;
  /** The number of hints shown, by exercise. */
  hints: Record<string, number>;
}

interface CheckedExercise {
  outcome: "passed" | "not yet" | "broken";
  /** Of what was checked: a later edit makes the result stale. */
  fingerprint: string;
  at: string;
  /** How often it was tried without success since it last passed. Undefined in files of earlier versions. */
  tries?: number;
}

/** The saved progress; empty if there is none, or if it cannot be read. */
export function readProgress(workspace: Workspace): Progress {
  const file = progressFile(workspace);
  if (!existsSync(file)) return { checked: {}, hints: {} };
  try {
    return asProgress(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { checked: {}, hints: {} };
  }
}

export function updateProgress(workspace: Workspace, change: (progress: Progress) => Progress): Progress {
  return withLock(workspace, () => {
    const progress = change(readProgress(workspace));
    const draft = join(workspace.dataFolder, "progress.writing");
    writeFileSync(draft, JSON.stringify(progress, null, 2));
    renameSync(draft, progressFile(workspace));
    return progress;
  });
}

/** Leaves out every part of the file that is not valid. */
function asProgress(found: unknown): Progress {
  const { step, owedSteps, checked, hints } = object(found);
  const isCount = (value: unknown): value is number =>
    Number.isInteger(value) && 0 <= Number(value) && Number(value) <= lastStep;
  const isStep = isCount(step) && step > 0;
  const checks = Object.entries(object(checked)).filter(([, it]) => typeof object(it).outcome === "string");
  const shown = Object.entries(object(hints)).filter(([, it]) => Number.isInteger(it));
  return {
    ...(isStep ? { step } : {}),
    ...(isCount(owedSteps) ? { owedSteps } : {}),
    checked: Object.fromEntries(checks) as Progress["checked"],
    hints: Object.fromEntries(shown) as Progress["hints"],
  };
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function progressFile({ dataFolder }: Workspace): string {
  return join(dataFolder, "progress.json");
}
