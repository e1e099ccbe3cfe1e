// Ends a CI run by repeating every failure with its message, so that it is among the last lines of the log.
// The last line is "N passed, N failed".
//   node .ci/summary.mjs <exit status> <Vitest's report> … <prove's report>

import { readFileSync } from "node:fs";
import { basename, relative } from "node:path";

/**
 * @typedef {{ passed: number, failed: number, failures: string[] }} Summary
 * @typedef {{ status: string, fullName: string, failureMessages: string[] }} TestResult
 * @typedef {{ name: string, status: string, message: string, assertionResults: TestResult[] }} FileResult
 * @typedef {{ numPassedTests: number, numFailedTests: number, testResults: FileResult[] }} VitestReport
 */

const status = Number(process.argv[2]);
const runs = process.argv.slice(3).map((file) => read(file) ?? missing(file));
const passed = sum(runs.map((run) => run.passed));
const failures = runs.flatMap((run) => run.failures);
const failed = Math.max(sum(runs.map((run) => run.failed)), status === 0 ? 0 : 1);

for (const failure of failures) {
  console.log(`\nFAILED ${failure}`);
}
console.log(`${failures.length > 0 ? "\n" : ""}${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : status || 1;

/**
 * @param {string} file
 * @returns {Summary | undefined}
 */
function read(file) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    return "numTotalTests" in report ? ofVitest(report) : { ...report, failures: [] };
  } catch {
    return undefined;
  }
}

/**
 * @param {VitestReport} report
 * @returns {Summary}
 */
function ofVitest(report) {
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: relative(process.cwd(), file.name) })),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    failures: [
      ...tests
        .filter((test) => test.status === "failed")
        .map((test) => `${test.file}: ${test.fullName}\n${test.failureMessages.join("\n")}`),
      // A file that could not be loaded has no tests, only a message.
      ...report.testResults
        .filter((file) => file.status === "failed" && file.assertionResults.length === 0)
        .map((file) => `${relative(process.cwd(), file.name)}\n${file.message}`),
    ],
  };
}

/**
 * A run without a report counts as one failure.
 *
 * @param {string} file
 * @returns {Summary}
 */
function missing(file) {
  return { passed: 0, failed: 1, failures: [`${basename(file)}: this run wrote no report`] };
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
