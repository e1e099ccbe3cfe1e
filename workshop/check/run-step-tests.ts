import type { Fault } from "../../steps/exercise.ts";
import type { Workspace } from "../tree/workspace.ts";
import { askResident, type Resident } from "./resident.ts";
import type { FoundError, TestFinding, TestReport } from "./test-report.ts";

const resident: Resident = { name: "tests", script: "test-runner-process.mjs" };

/** A step's tests take seconds; on a busy machine some more. */
const longestMs = 180_000;

export interface TestRun {
  /** Test files, or folders with them, relative to the root. */
  files: readonly string[];
  /** Only tests whose title fits. */
  titles?: RegExp;
  /** A mistake that the tests are to be run against; the files themselves stay as they are. */
  fault?: Fault;
  /** The files are those of several copies of the repository, below this folder. */
  copiesIn?: string;
  /** End the run after so many failed tests; 0, which is never, unless told. */
  bail?: number;
  signal?: AbortSignal;
}

/** Runs tests in the resident test runner, and reads what they found. @throws Error if the runner itself failed. */
export async function runTests({ root }: Workspace, run: TestRun): Promise<TestReport> {
  const { files, titles, fault, copiesIn, bail, signal } = run;
  const order = { root: copiesIn ?? root, files, titles: titles?.source, fault, copies: copiesIn !== undefined, bail };
  const tooLong = AbortSignal.timeout(longestMs);
  const either = signal ? AbortSignal.any([signal, tooLong]) : tooLong;
  try {
    return inOrder(await askResident<TestReport>(resident, root, order, either), files);
  } catch (error) {
    if (tooLong.aborted) return withoutEnd(files);
    if (signal?.aborted) throw error;
    throw new Error(`The tests could not be run: ${(error as Error).message}`);
  }
}

/** Tests in one of several copies of the repository. */
export interface CopiedRun {
  /** The copy's folder, below the folder that they all stand in. */
  folder: string;
  /** Test files, relative to the copy. */
  files: readonly string[];
}

/**
 * Runs tests of many copies in one go, which loads the packages once for all of them. `parent`
 * holds the copies, node_modules and vitest.config.ts; paths in the reports are relative to each copy.
 */
export async function runTestsInCopies(
  { root }: Workspace,
  parent: string,
  runs: readonly CopiedRun[],
): Promise<TestReport[]> {
  const files = runs.flatMap((run) => run.files.map((file) => `${run.folder}/${file}`));
  const { tests, fileErrors } = await runTests({ root, kept: parent }, { files, copiesIn: parent });
  return runs.map(({ folder }) => {
    const isHere = ({ file }: { file: string }) => file.startsWith(`${folder}/`);
    const here = <Found extends { file: string }>(found: Found) => ({
      ...found,
      file: found.file.slice(folder.length + 1),
    });
    return {
      tests: tests
        .filter(isHere)
        .map((test) => ({ ...here(test), errors: test.errors.map((error) => below(folder, error)) })),
      fileErrors: fileErrors.filter(isHere).map((failed) => ({ ...here(failed), error: below(folder, failed.error) })),
    };
  });
}

function below(folder: string, error: FoundError): FoundError {
  return { ...error, places: error.places.map(({ file, line }) => ({ file: file.replace(`${folder}/`, ""), line })) };
}

/** The tests in the order in which their files were asked for: the runner begins with whichever failed last. */
function inOrder(report: TestReport, files: readonly string[]): TestReport {
  const rank = ({ file }: TestFinding) => files.findIndex((asked) => file === asked || file.startsWith(`${asked}/`));
  return { ...report, tests: report.tests.toSorted((a, b) => rank(a) - rank(b)) };
}

/** What is left to say of tests that were ended because they did not end by themselves. */
function withoutEnd(files: readonly string[]): TestReport {
  const message = `The tests did not end within ${longestMs / 1000} seconds: is there a loop that goes on for ever?`;
  return { tests: [], fileErrors: files.map((file) => ({ file, error: { message, places: [] } })) };
}
