import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "../../steps/exercise.ts";
import type { Workspace } from "../tree/workspace.ts";
import type { FoundError, TestFinding, TestReport } from "./test-report.ts";

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
  signal?: AbortSignal;
}

/** Runs tests in a process of their own, and reads what they found. @throws Error if the runner itself failed. */
export async function runTests({ root }: Workspace, run: TestRun): Promise<TestReport> {
  const folder = mkdtempSync(join(tmpdir(), "aircraft-check-"));
  const reportFile = join(folder, "report.json");
  try {
    const { files, titles, fault, copiesIn, signal } = run;
    const order = JSON.stringify({ reportFile, root, files, titles: titles?.source, fault, copiesIn });
    const { errors, inTime } = await runNode([join(root, "workshop/check/vitest-process.mjs"), order], root, signal);
    if (!inTime) return withoutEnd(run.files);
    return inOrder(readReport(reportFile, errors), run.files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
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
 * Runs tests of many copies in one process, which loads the packages once for all of them. `parent`
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

function readReport(reportFile: string, errors: string): TestReport {
  try {
    return JSON.parse(readFileSync(reportFile, "utf8")) as TestReport;
  } catch {
    throw new Error(`The tests could not be run: ${errors.trim() || "their process ended without a word"}`);
  }
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

/** Resolves with what the process said on stderr, and whether it ended by itself. */
function runNode(
  args: string[],
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<{ errors: string; inTime: boolean }> {
  return new Promise((resolve, reject) => {
    // Its stdin is open as long as we are there: it ends when that does, and so with us, however we end.
    const child = spawn(process.execPath, args, { cwd, signal, stdio: ["pipe", "ignore", "pipe"] });
    let errors = "";
    let inTime = true;
    const tooLong = setTimeout(() => {
      inTime = false;
      child.kill("SIGKILL");
    }, longestMs);
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.once("error", reject);
    child.once("close", () => {
      clearTimeout(tooLong);
      resolve({ errors, inTime });
    });
  });
}
