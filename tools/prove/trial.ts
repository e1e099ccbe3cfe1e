import type { TypeChecker } from "@event-choreography/workshop-cli/check";
import { faultFindings, judge, runTests, testFiles, type Verdict } from "@event-choreography/workshop-cli/check";
import type { Workshop } from "@event-choreography/workshop-cli/exercises";
import { cutRegions, readStepNotes } from "@event-choreography/workshop-cli/exercises";
import type { Copy } from "./copies.ts";

/** A step with some of its exercises unsolved. */
export interface Trial {
  step: number;
  /** The numbers of the unsolved exercises. */
  cut: readonly string[];
  /** Whether to run each learner's test against the mistakes that it must detect. */
  withFaults: boolean;
}

/** Checks the step as `npx workshop check` does, with those exercises unsolved. */
export async function runTrial(workshop: Workshop, checker: TypeChecker, trial: Trial, copy: Copy): Promise<Verdict[]> {
  const files = workshop.catalogue.filesOfStep(trial.step).map(({ path }) => path);
  const texts = new Map(
    files.map((path) => [path, cutRegions(workshop.originals.get(path)!, (number) => trial.cut.includes(number))]),
  );
  copy.write(texts);
  const notes = Object.values(await readStepNotes(trial.step));
  const report = await runTests(copy.workspace, { files: testFiles(notes) });
  const typeFaults = checker.check(files, texts);
  const inCopy = { ...workshop, workspace: copy.workspace, workingCopy: new Map([...workshop.originals, ...texts]) };
  const verdicts = judge(inCopy, workshop.catalogue.ofStep(trial.step), { report, typeFaults });
  const judged = trial.withFaults ? await Promise.all(verdicts.map((verdict) => addFaults(inCopy, verdict))) : verdicts;
  copy.write(new Map(files.map((path) => [path, workshop.originals.get(path)!])));
  return judged;
}

async function addFaults(workshop: Workshop, verdict: Verdict): Promise<Verdict> {
  const notes = (await readStepNotes(Number(verdict.number.split(".")[0])))[verdict.number as "1.1"]!;
  if (verdict.outcome !== "passed" || !notes.faults) return verdict;
  const findings = await faultFindings(workshop, verdict, notes);
  return findings.length === 0 ? verdict : { ...verdict, outcome: "not yet", findings };
}
