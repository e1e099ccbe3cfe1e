import type { Verdict } from "@event-choreography/workshop-cli/check";
import { TypeChecker } from "@event-choreography/workshop-cli/check";
import type { ExerciseInCode, Workshop } from "@event-choreography/workshop-cli/exercises";
import { Copy } from "./copies.ts";
import { shareOut } from "./share-out.ts";
import { type Trial, tryOut } from "./trial.ts";

/** What was tried, and what should not have come of it; empty if all is proven. */
export interface Proof {
  trial: Trial;
  /** How it is called in the table. */
  name: string;
  verdicts: Verdict[];
  problems: string[];
  seconds: number;
}

interface Expectation extends Trial {
  name: string;
  /** What is wrong with these verdicts. */
  judge(verdicts: readonly Verdict[]): string[];
}

/** Proves that the checks of these steps can fail, each for its own reason. Tells of each trial as it ends. */
export async function prove(
  workshop: Workshop,
  steps: readonly number[],
  tell: (proof: Proof) => void,
): Promise<Proof[]> {
  const checker = new TypeChecker(workshop.workspace.root);
  const copies = [new Copy(workshop.workspace.root), new Copy(workshop.workspace.root)];
  try {
    const expectations = steps.flatMap((step) => expectationsOf(workshop.catalogue.ofStep(step)));
    return await shareOut(copies, expectations, async (expectation, copy) => {
      const startedAt = performance.now();
      const verdicts = await tryOut(workshop, checker, expectation, copy);
      const seconds = (performance.now() - startedAt) / 1000;
      const proof = {
        trial: expectation,
        name: expectation.name,
        verdicts,
        problems: expectation.judge(verdicts),
        seconds,
      };
      tell(proof);
      return proof;
    });
  } finally {
    for (const copy of copies) copy[Symbol.dispose]();
  }
}

function expectationsOf(exercises: readonly ExerciseInCode[]): Expectation[] {
  return [...exercises.map(cutAlone), ...solvedOneByOne(exercises)];
}

/** With one region alone cut, the check must say "not yet" of that number, by a test or a missing test of that number. */
function cutAlone({ number, step }: ExerciseInCode): Expectation {
  return {
    step,
    cut: [number],
    withFaults: false,
    name: `${number} cut alone`,
    judge: (verdicts) => {
      const own = verdicts.find((verdict) => verdict.number === number)!;
      if (own.outcome === "not yet") return [];
      return [`the check of step ${step} says "${own.outcome}" of ${number}${reasonsOf(own)}`];
    },
  };
}

/** From the step's start on, each solved exercise turns to "passed", and the ones after it stay "not yet". */
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
          return [`${verdict.number} is "${verdict.outcome}" and should be "${expected}"${reasonsOf(verdict)}`];
        }),
    };
  });
}

function reasonsOf({ findings }: Verdict): string {
  const [first] = findings;
  return first ? `: ${first.message.split("\n")[0]} (${first.place.file}:${first.place.line})` : "";
}
