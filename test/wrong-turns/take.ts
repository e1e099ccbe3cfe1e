import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Exercise, Fault } from "../../steps/exercise.ts";
import { testFiles } from "../../workshop/check/check-step.ts";
import { judge, otherFailures, type Verdict } from "../../workshop/check/judge.ts";
import { unnoticed } from "../../workshop/check/learner-tests.ts";
import { type CopiedRun, runTestsInCopies } from "../../workshop/check/run-step-tests.ts";
import type { TestFinding, TestReport } from "../../workshop/check/test-report.ts";
import { TypeChecker, type TypeFault } from "../../workshop/check/type-checker.ts";
import type { ExerciseInCode } from "../../workshop/exercises/catalogue.ts";
import { readExerciseNotes } from "../../workshop/exercises/notes.ts";
import { fillRegion, parseRegions } from "../../workshop/exercises/regions.ts";
import type { Workshop } from "../../workshop/exercises/workshop.ts";
import { workspaceAt } from "../../workshop/tree/workspace.ts";
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
  /** The folder of its copy. */
  folder: string;
}

const nothingRun: TestReport = { tests: [], fileErrors: [] };

/**
 * Takes each wrong turn in a copy of the repository whose other exercises are complete, and checks
 * it as `npx workshop check N.M` does, but for the tests in a deployed cloud: those take seconds,
 * and come last in what a learner reads. All copies are checked in one compiler and one test runner.
 */
export async function takeAll(workshop: Workshop, turns: readonly WrongTurn[]): Promise<Map<WrongTurn, Found>> {
  const parent = mkdtempSync(join(tmpdir(), "aircraft-wrong-turns-"));
  try {
    const taken = await Promise.all(turns.map((turn, index) => takeOne(workshop, turn, join(parent, `copy-${index}`))));
    checkTypes(workshop, taken);
    // What is broken is judged before its tests: they need not run for it.
    const running = taken.filter((one) => verdictOf(one, nothingRun).outcome !== "broken");
    const reports = await runAll(workshop, parent, running);
    return new Map(taken.map((one) => [one.turn, judgeOne(one, reports.get(one))]));
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

async function takeOne(workshop: Workshop, turn: WrongTurn, folder: string): Promise<Taken> {
  const exercise = workshop.catalogue.find(turn.exercise)!;
  const { path, text } = edited(workshop, turn, exercise.places[0]!.path);
  const tree = new Map(workshop.originals);
  if (text === undefined) tree.delete(path);
  else tree.set(path, text);
  return {
    turn,
    exercise,
    notes: await readExerciseNotes(turn.exercise),
    path,
    text,
    typeFaults: [],
    workshop: { ...workshop, workspace: workspaceAt(folder), tree },
    folder,
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

async function runAll(workshop: Workshop, parent: string, taken: readonly Taken[]): Promise<Map<Taken, Reports>> {
  const { root } = workshop.workspace;
  symlinkSync(join(root, "node_modules"), join(parent, "node_modules"), "junction");
  cpSync(join(root, "vitest.config.ts"), join(parent, "vitest.config.ts"));
  mkdirSync(join(parent, "dist"));
  const runs = taken.flatMap((one) => [
    writeCopy(one, root, parent),
    ...(one.notes.faults?.map((fault, index) => {
      return writeCopy(one, root, parent, { ...fault, index });
    }) ?? []),
  ]);
  const reports = await inTwoProcesses(workshop, parent, runs);
  let next = 0;
  return new Map(
    taken.map((one) => {
      const own = reports[next++]!;
      const faulty = one.notes.faults?.map(() => reports[next++]!) ?? [];
      return [one, { own, faulty }];
    }),
  );
}

async function inTwoProcesses(workshop: Workshop, parent: string, runs: readonly CopiedRun[]): Promise<TestReport[]> {
  const middle = Math.ceil(runs.length / 2);
  const halves = [runs.slice(0, middle), runs.slice(middle)];
  return (await Promise.all(halves.map((half) => runTestsInCopies(workshop.workspace, parent, half)))).flat();
}

/** What learners edit stands in each copy; what they do not is the repository's own. */
function writeCopy(
  { folder: ownFolder, path, text, notes, workshop }: Taken,
  root: string,
  parent: string,
  fault?: Fault & { index: number },
): CopiedRun {
  const folder = fault ? `${ownFolder}-fault-${fault.index}` : ownFolder;
  for (const name of ["infra", "services", "steps", "test/support", "package.json", "package-lock.json"]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  for (const [original, originalText] of workshop.originals) writeFileSync(join(folder, original), originalText);
  writeFileSync(join(folder, path), text!);
  if (fault) {
    const faulty = workshop.originals.get(fault.file)!.replace(fault.find, () => fault.replace);
    writeFileSync(join(folder, fault.file), faulty);
  }
  symlinkSync(join(parent, "dist"), join(folder, "dist"), "junction");
  for (const name of ["sandbox", "workshop"]) symlinkSync(join(root, name), join(folder, name), "junction");
  const files = testFiles([notes]).filter((file) => !file.endsWith("flow.test.ts"));
  return { folder: folder.slice(parent.length + 1), files };
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
