import { deploysTheStep, testFiles } from "./test-files.ts";
import type { TestReport } from "./test-report.ts";

interface Proved {
  number: string;
  /** The test files of the exercise. */
  provedBy: readonly string[];
}

/**
 * Runs the exercises' tests, those that deploy a step last, and not at all while a quicker test shows that an exercise
 * is wrong: they may take a minute to say less, e.g. if a handler then never ends.
 */
export async function runInTurn(
  exercises: readonly Proved[],
  run: (files: string[]) => Promise<TestReport>,
): Promise<TestReport> {
  const quickFiles = testFiles(exercises).filter((file) => !deploysTheStep(file));
  const quick = quickFiles.length > 0 ? await run(quickFiles) : { tests: [], fileErrors: [] };
  const pointless = testFiles(exercises.filter((exercise) => isWrong(exercise, quick)));
  const flowFiles = testFiles(exercises).filter((file) => deploysTheStep(file) && !pointless.includes(file));
  if (flowFiles.length === 0) return quick;
  const flow = await run(flowFiles);
  return { tests: [...quick.tests, ...flow.tests], fileErrors: [...quick.fileErrors, ...flow.fileErrors] };
}

function isWrong({ number, provedBy }: Proved, { tests, fileErrors }: TestReport): boolean {
  const isFailed = tests.some(({ title, state }) => state === "failed" && title.startsWith(`${number} `));
  return isFailed || fileErrors.some(({ file }) => provedBy.includes(file));
}
