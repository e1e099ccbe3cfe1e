import type { TestFinding, TestReport } from "@event-choreography/workshop-cli/check";
import {
  judge,
  otherFailures,
  runTests,
  TypeChecker,
  type TypeFault,
  testFiles,
  titlesOf,
  unnoticed,
  type Verdict,
  withFault,
} from "@event-choreography/workshop-cli/check";
import type { ExerciseInCode, Workshop } from "@event-choreography/workshop-cli/exercises";
import { fillRegion, parseRegions, readExerciseNotes } from "@event-choreography/workshop-cli/exercises";
import type { Exercise } from "../../steps/exercise.ts";
import { shareOut, twoAtOnce } from "../../tools/prove/share-out.ts";
import type { WrongTurn } from "./wrong-turn.ts";

/** What the check finds of the exercise in which a wrong turn was taken. */
export interface Found {
  verdict: Verdict;
  others: TestFinding[];
  /** The file as the beginner has it. */
  text: string | undefined;
}

/** A wrong turn on its way. */
interface Taken {
  turn: WrongTurn;
  exercise: ExerciseInCode;
  notes: Exercise;
  path: string;
  text: string | undefined;
  typeFaults: TypeFault[];
  /** The repository as the beginner has it. */
  workshop: Workshop;
}

const nothingRun: TestReport = { tests: [], fileErrors: [] };

/**
 * Takes each wrong turn in a tree whose other exercises are complete, and checks it as
 * `npx workshop check N.M` does, but for the tests in a deployed cloud: those take seconds,
 * and come last in what a learner reads.
 */
export async function takeAll(workshop: Workshop, turns: readonly WrongTurn[]): Promise<Map<WrongTurn, Found>> {
  const taken = await Promise.all(turns.map((turn) => takeOne(workshop, turn)));
  checkTypes(workshop, taken);
  const found = await shareOut(twoAtOnce, taken, async (one) => {
    // What is broken is judged before its tests: they need not run for it.
    if (verdictOf(one, nothingRun).outcome === "broken") return judgeOne(one, undefined);
    return judgeOne(one, await runOne(workshop, one));
  });
  return new Map(taken.map(({ turn }, index) => [turn, found[index]!]));
}

async function takeOne(workshop: Workshop, turn: WrongTurn): Promise<Taken> {
  const exercise = workshop.catalogue.find(turn.exercise)!;
  const { path, text } = edited(workshop, turn, exercise.places[0]!.path);
  const workingCopy = new Map(workshop.originals);
  if (text === undefined) workingCopy.delete(path);
  else workingCopy.set(path, text);
  return {
    turn,
    exercise,
    notes: await readExerciseNotes(turn.exercise),
    path,
    text,
    typeFaults: [],
    workshop: { ...workshop, workingCopy },
  };
}

function edited({ originals }: Workshop, { exercise, turn, edit }: WrongTurn, ownPath: string) {
  if ("deleted" in edit) return { path: edit.file, text: undefined };
  if ("body" in edit) {
    const original = originals.get(ownPath)!;
    const regions = parseRegions(original).filter(({ number }) => number === exercise);
    const bodies = regions.map(({ body }, index) => (index === 0 ? edit.body.split("\n").filter(Boolean) : body));
    return { path: ownPath, text: fillRegion(original, exercise, bodies) };
  }
  const path = edit.file ?? ownPath;
  const original = originals.get(path)!;
  if (original.split(edit.find).length === 2) {
    return { path, text: original.replace(edit.find, () => edit.replace) };
  }
  throw new Error(`${exercise} ${turn}: this should stand once in ${path}:\n${edit.find}`);
}

function checkTypes({ workspace }: Workshop, taken: readonly Taken[]): void {
  const withText = taken.filter(({ text }) => text !== undefined);
  const faults = new TypeChecker(workspace.root).checkVariants(
    withText.map(({ path, text }) => ({ path, text: text! })),
  );
  withText.forEach((one, index) => {
    one.typeFaults = faults[index]!;
  });
}

/** What the tests of a turn found: of the beginner's own code, and against each mistake that the beginner's test should notice. */
interface Reports {
  own: TestReport;
  faulty: TestReport[];
}

async function runOne(
  { workspace, originals, workingCopy }: Workshop,
  { turn, path, text, notes }: Taken,
): Promise<Reports> {
  const files = testFiles([notes]).filter((file) => !file.endsWith("flow.test.ts"));
  // Whoever runs this may be in the middle of the workshop: the other files read as they were shipped.
  const changed = [...originals].filter(([file, original]) => workingCopy.get(file) !== original);
  const texts = new Map([...changed, [path, text!]]);
  const own = await runTests(workspace, { files, texts });
  const titles = titlesOf(turn.exercise);
  const faulty: TestReport[] = [];
  for (const fault of notes.faults ?? []) {
    const withBoth = new Map([...texts, ...withFault(originals, fault)]);
    faulty.push(await runTests(workspace, { files, texts: withBoth, titles }));
  }
  return { own, faulty };
}

function judgeOne(taken: Taken, reports: Reports | undefined): Found {
  const { own, faulty } = reports ?? { own: nothingRun, faulty: [] };
  const verdict = verdictOf(taken, own);
  const found = { others: otherFailures(own), text: taken.text };
  if (verdict.outcome !== "passed") return { verdict, ...found };
  const findings = unnoticed(verdict, taken.notes.faults ?? [], faulty);
  return { verdict: { ...verdict, outcome: findings.length > 0 ? "not yet" : "passed", findings }, ...found };
}

function verdictOf({ workshop, exercise, typeFaults }: Taken, report: TestReport): Verdict {
  return judge(workshop, [exercise], { report, typeFaults })[0]!;
}
