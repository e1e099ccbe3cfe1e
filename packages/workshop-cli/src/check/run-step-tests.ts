import type { Workspace } from "../working-copy/workspace.ts";
import { askDaemon, type Daemon } from "./daemon.ts";
import type { TestFinding, TestReport } from "./test-report.ts";

const testRunner: Daemon = { name: "tests", script: "test-runner-process.mjs" };

/** A step's tests take seconds, or longer on a busy machine. */
const longestMs = 180_000;

export interface TestRun {
  /** Test files, or folders with them, relative to the root. */
  files: readonly string[];
  /** Runs only tests with a matching title. */
  titles?: RegExp;
  /** Contents to use in this run in place of those on disk, by path. Bundles are still built from the files on disk. */
  texts?: ReadonlyMap<string, string>;
  /** Ends the run after this many failed tests. Default: 0, which is never. */
  bail?: number;
  signal?: AbortSignal;
}

/** Runs tests in the test-runner daemon, and returns its report. @throws Error if the runner itself failed. */
export async function runTests({ root }: Workspace, run: TestRun): Promise<TestReport> {
  const { files, titles, texts = new Map(), bail, signal } = run;
  const request = { root, files, titles: titles?.source, texts: Object.fromEntries(texts), bail };
  const timeout = AbortSignal.timeout(longestMs);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    return inOrder(await askDaemon<TestReport>(testRunner, root, request, either), files);
  } catch (error) {
    if (timeout.aborted) return timedOut(files);
    if (signal?.aborted) throw error;
    throw new Error(`The tests could not be run: ${(error as Error).message}`);
  }
}

/** The tests in the order of `files`: Vitest starts with the file that failed last. */
function inOrder(report: TestReport, files: readonly string[]): TestReport {
  const rank = ({ file }: TestFinding) => files.findIndex((asked) => file === asked || file.startsWith(`${asked}/`));
  return { ...report, tests: report.tests.toSorted((a, b) => rank(a) - rank(b)) };
}

/** The report if the tests had to be stopped. */
function timedOut(files: readonly string[]): TestReport {
  const message = `The tests did not finish within ${longestMs / 1000} seconds: is there an endless loop?`;
  return { tests: [], fileErrors: files.map((file) => ({ file, error: { message, places: [] } })) };
}
