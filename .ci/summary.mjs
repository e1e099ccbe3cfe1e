// Ends the run: every failed test again, by name and with its message, where a reader of the last
// lines finds it; then the line "N passed, N failed".
//   node .ci/summary.mjs <exit status> <Vitest's report> … <prove's report>

import { readFileSync } from "node:fs";
import { basename, relative } from "node:path";

const status = Number(process.argv[2]);
const runs = process.argv.slice(3).map((file) => read(file) ?? missing(file));
const passed = sum(runs.map((run) => run.passed));
const found = runs.flatMap((run) => run.failures);
const failed = Math.max(sum(runs.map((run) => run.failed)), status === 0 ? 0 : 1);

for (const failure of found) {
  console.log(`\nFAILED ${failure}`);
}
console.log(`${found.length > 0 ? "\n" : ""}${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : status || 1;

function read(file) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    return "numTotalTests" in report ? ofVitest(report) : { ...report, failures: [] };
  } catch {
    return undefined;
  }
}

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
      // A file that could not be loaded has no tests, and its own message.
      ...report.testResults
        .filter((file) => file.status === "failed" && file.assertionResults.length === 0)
        .map((file) => `${relative(process.cwd(), file.name)}\n${file.message}`),
    ],
  };
}

/** A run that wrote no report counts as one failure. */
function missing(file) {
  return { passed: 0, failed: 1, failures: [`${basename(file)}: this run wrote no report`] };
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
