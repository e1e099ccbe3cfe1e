import type { Verdict } from "@event-choreography/workshop-cli/check";
import { TypeChecker } from "@event-choreography/workshop-cli/check";
import type { ExerciseInCode, Workshop } from "@event-choreography/workshop-cli/exercises";
import { Copy } from "./copies.ts";
import { mapConcurrently } from "./map-concurrently.ts";
import { runTrial, type Trial } from "./trial.ts";

/** The result of a trial. */
export interface Proof {
  trial: Trial;
  /** The trial's name in the table. */
  name: string;
  verdicts: Verdict[];
  /** Empty if the trial proves what it should. */
  problems: string[];
  seconds: number;
}

interface Expectation extends Trial {
  name: string;
  /** Returns the problems with these verdicts. */
  judge(verdicts: readonly Verdict[]): string[];
}

/**
 * Proves that the checks of these steps can fail, each for its own reason. Calls `onProof` after each trial. With `only`,
 * runs the trials in which one of these exercises alone is unsolved.
 */
export async function prove(
  workshop: Workshop,
  steps: readonly number[],
  onProof: (proof: Proof) => void,
  { only }: { only?: readonly string[] } = {},
): Promise<Proof[]> {
  const checker = new TypeChecker(workshop.workspace.root);
  const copies = [new Copy(workshop.workspace.root), new Copy(workshop.workspace.root)];
  try {
    const all = steps.flatMap((step) => expectationsOf(workshop.catalogue.ofStep(step)));
    const expectations = only ? all.filter(({ cut }) => cut.length === 1 && only.includes(cut[0]!)) : all;
    return await mapConcurrently(copies, expectations, async (expectation, copy) => {
      const startedAt = performance.now();
      const verdicts = await runTrial(workshop, checker, expectation, copy);
      const seconds = (performance.now() - startedAt) / 1000;
      const proof = {
        trial: expectation,
        name: expectation.name,
        verdicts,
        problems: expectation.judge(verdicts),
        seconds,
      };
      onProof(proof);
      return proof;
    });
  } finally {
    for (const copy of copies) copy[Symbol.dispose]();
  }
}

function expectationsOf(exercises: readonly ExerciseInCode[]): Expectation[] {
  return [...exercises.map(cutAlone), ...solvedOneByOne(exercises)];
}

/** With only one region cut, the check's verdict on that exercise must be "not yet". */
function cutAlone({ number, step }: ExerciseInCode): Expectation {
  return {
    step,
    cut: [number],
    withFaults: false,
    name: `${number} cut alone`,
    judge: (verdicts) => {
      const own = verdicts.find((verdict) => verdict.number === number)!;
      if (own.outcome === "not yet") return [];
      return [
        `the check of step ${step} judges ${number} "${own.outcome}", but should judge it "not yet"${reasonsOf(own)}`,
      ];
    },
  };
}

/** From the step's start, each solved exercise turns to "passed", and the later ones stay "not yet". */
function solvedOneByOne(exercises: readonly ExerciseInCode[]): Expectation[] {
  return Array.from({ length: exercises.length + 1 }, (_, solved) => {
    const cut = exercises.slice(solved).map(({ number }) => number);
    const [{ step } = { step: 0 }] = exercises;
    return {
      step,
      cut,
      withFaults: solved === exercises.length,
      name: solved === 0 ? `step ${step} at its start` : `step ${step}, ${solved} of ${exercises.length} solved`,
      judge: (verdicts) =>
        verdicts.flatMap((verdict) => {
          const expected = cut.includes(verdict.number) ? "not yet" : "passed";
          if (verdict.outcome === expected) return [];
          return [`${verdict.number} is "${verdict.outcome}", but should be "${expected}"${reasonsOf(verdict)}`];
        }),
    };
  });
}

function reasonsOf({ findings }: Verdict): string {
  const [first] = findings;
  return first ? `: ${first.message.split("\n")[0]} (${first.place.file}:${first.place.line})` : "";
}
