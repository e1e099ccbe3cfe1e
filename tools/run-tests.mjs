// What `npm test` runs; stops at the first that fails.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const vitestArgs = process.argv.slice(2);

sayIfUnderWay();

const checks = [
  { title: "Formatting and lint", program: "@biomejs/biome/bin/biome", args: ["ci", "."] },
  { title: "Markdown", program: "markdownlint-cli/markdownlint.js", args: ["**/*.md"] },
];
/** Takes one core for a quarter of a minute: that goes side by side with the tests. */
const types = { title: "Types", program: "typescript/bin/tsc", args: ["-p", "."] };
const tests = { title: "Tests", program: "vitest/vitest.mjs", args: ["run", ...vitestArgs] };

for (const { ended } of checks.map((check) => run(check, "pipe"))) tell(await ended);
console.log(`\n${tests.title} (and types, side by side)`);
const running = { types: run(types, "pipe"), tests: run(tests, "inherit") };
// A type error is known long before the tests are through: nobody needs to wait for those then.
running.types.ended.then(({ code }) => code !== 0 && running.tests.child.kill());
const ended = { tests: await running.tests.ended, types: await running.types.ended };
tell(ended.types);
tell(ended.tests);

/** Starts it. `ended` is how it ended and, if it was not shown already, what it said. */
function run(check, stdio) {
  const startedAt = Date.now();
  const args = [`node_modules/${check.program}`, ...check.args];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", stdio, stdio] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  }
  const ended = new Promise((resolve) => {
    child.once("close", (code) => resolve({ check, args, said, code: code ?? 1, ms: Date.now() - startedAt }));
  });
  return { child, ended };
}

/** Says how it ended; the first that is not in order ends everything. */
function tell({ check, args, said, code, ms }) {
  if (code === 0) {
    console.log(`${check.title}: in order (${(ms / 1000).toFixed(1)} s)`);
    return;
  }
  if (said) console.log(said.trimEnd());
  console.error(`\n${check.title}: not in order (above). Again, alone: node ${args.join(" ")}`);
  process.exit(code);
}

/** Half-written exercises fail tests: who is in the middle of the workshop wants another command. */
function sayIfUnderWay() {
  const step = stepUnderWay();
  if (step === undefined) return;
  console.log(`Step ${step} of the workshop is under way, so tests of what you have not written yet will fail.`);
  console.log("To see how your exercises stand, use: npx workshop check");
}

function stepUnderWay() {
  try {
    return JSON.parse(readFileSync(`${root}.workshop/progress.json`, "utf8")).step;
  } catch {
    return undefined;
  }
}
