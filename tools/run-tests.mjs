// `npm test`: formatting, lint, Markdown, types and tests. Stops at the first that fails. Of the long tests and the banks of
// cases it runs a sample; with TESTS=all it runs all of them, as CI does.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { longTests } from "./long-tests.mjs";
import { leftOutBy } from "./sample-long-tests.mjs";

/**
 * @typedef {{ title: string, program: string, args: string[] }} Check
 * @typedef {{ check: Check, args: string[], output: string, code: number, ms: number }} Result
 */

const root = fileURLToPath(new URL("..", import.meta.url));
const vitestArgs = process.argv.slice(2);
const { TESTS, TESTS_SEED = String(Math.floor(Math.random() * 1e9)) } = process.env;
// Whoever names files wants those.
const leftOut = TESTS === "all" || vitestArgs.some((arg) => !arg.startsWith("-")) ? [] : leftOutBy(Number(TESTS_SEED));

warnIfStepInProgress();

/** @type {Check[]} */
const quickChecks = [
  { title: "Formatting and lint", program: "@biomejs/biome/bin/biome", args: ["ci", "."] },
  { title: "Markdown", program: "markdownlint-cli/markdownlint.js", args: ["**/*.md"] },
];
/** Each takes a core for some seconds, so they run in parallel with the tests, one after another. @type {Check[]} */
const slowChecks = [
  { title: "Types", program: "typescript/bin/tsc", args: ["-p", "."] },
  {
    title: "Imports",
    program: "dependency-cruiser/bin/dependency-cruise.mjs",
    args: ["packages", "tools", "infra", "services", "steps", "test", "docs"],
  },
  { title: "Unused code and dependencies", program: "knip/bin/knip.js", args: ["--no-progress"] },
  { title: "Spelling", program: "cspell/bin.mjs", args: ["--no-progress", "--no-summary", "--quiet"] },
];
const tests = { title: "Tests", program: "vitest/vitest.mjs", args: ["run", ...excluded(leftOut), ...vitestArgs] };

for (const check of quickChecks) report(await start(check, "pipe").ended);
console.log(`\n${tests.title} (in parallel: ${slowChecks.map(({ title }) => title.toLowerCase()).join(", ")})`);
const running = start(tests, "inherit");
/** @type {Result[]} */
const results = [];
for (const check of slowChecks) {
  const result = await start(check, "pipe").ended;
  results.push(result);
  if (result.code === 0) continue;
  // The other checks end long before the tests: after a failure there is no need to wait for those.
  running.child.kill();
  break;
}
const testResult = await running.ended;
for (const result of [...results, testResult]) report(result);
if (leftOut.length > 0) {
  console.log(`\nLeft out, by TESTS_SEED=${TESTS_SEED}: ${leftOut.length} long test files of ${longTests.length}.`);
  console.log("To run all tests, as CI does: TESTS=all npm test");
}

/** @param {readonly string[]} paths */
function excluded(paths) {
  return paths.flatMap((path) => ["--exclude", path]);
}

/**
 * @param {Check} check
 * @param {"pipe" | "inherit"} stdio With "inherit", the result's output is empty.
 */
function start(check, stdio) {
  const startedAt = Date.now();
  const args = [`node_modules/${check.program}`, ...check.args];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", stdio, stdio] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  /** @type {Promise<Result>} */
  const ended = new Promise((resolve) => {
    child.once("close", (code) => resolve({ check, args, output, code: code ?? 1, ms: Date.now() - startedAt }));
  });
  return { child, ended };
}

/**
 * Prints the result, and exits if the check failed.
 *
 * @param {Result} result
 */
function report({ check, args, output, code, ms }) {
  if (code === 0) {
    console.log(`${check.title}: passed (${(ms / 1000).toFixed(1)} s)`);
    return;
  }
  if (output) console.log(output.trimEnd());
  console.error(`\n${check.title}: failed (see above). To run only this: node ${args.join(" ")}`);
  process.exit(code);
}

/** Unfinished exercises fail tests. A learner needs another command. */
function warnIfStepInProgress() {
  const step = stepInProgress();
  if (step === undefined) return;
  console.log(`You are on step ${step} of the workshop, so tests of unfinished exercises will fail.`);
  console.log("To check your exercises: npx workshop check");
}

/** @returns {number | undefined} */
function stepInProgress() {
  try {
    return JSON.parse(readFileSync(`${root}.workshop/progress.json`, "utf8")).step;
  } catch {
    return undefined;
  }
}
