import type { Workspace } from "../working-copy/workspace.ts";
import { askDaemon, type Daemon } from "./daemon.ts";
import type { TestFinding, TestReport } from "./test-report.ts";

const resident: Daemon = { name: "tests", script: "test-runner-process.mjs" };

/** A step's tests take seconds; on a busy machine some more. */
const longestMs = 180_000;

export interface TestRun {
  /** Test files, or folders with them, relative to the root. */
  files: readonly string[];
  /** Only tests whose title fits. */
  titles?: RegExp;
  /** What files read in this run, by path; on the disk they stay as they are. Bundles are made from the disk. */
  texts?: ReadonlyMap<string, string>;
  /** End the run after so many failed tests; 0, which is never, unless told. */
  bail?: number;
  signal?: AbortSignal;
}

/** Runs tests in the resident test runner, and reads what they found. @throws Error if the runner itself failed. */
export async function runTests({ root }: Workspace, run: TestRun): Promise<TestReport> {
  const { files, titles, texts = new Map(), bail, signal } = run;
  const order = { root, files, titles: titles?.source, texts: Object.fromEntries(texts), bail };
  const tooLong = AbortSignal.timeout(longestMs);
  const either = signal ? AbortSignal.any([signal, tooLong]) : tooLong;
  try {
    return inOrder(await askDaemon<TestReport>(resident, root, order, either), files);
  } catch (error) {
    if (tooLong.aborted) return withoutEnd(files);
    if (signal?.aborted) throw error;
    throw new Error(`The tests could not be run: ${(error as Error).message}`);
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
