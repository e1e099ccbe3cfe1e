// What `npm test` runs, cheapest first; stops at the first that fails.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const vitestArgs = process.argv.slice(2);

sayIfUnderWay();

const checks = [
  { title: "Formatting and lint", program: "@biomejs/biome/bin/biome", args: ["ci", "."] },
  { title: "Types", program: "typescript/bin/tsc", args: ["-p", "."] },
  { title: "Markdown", program: "markdownlint-cli/markdownlint.js", args: ["**/*.md"] },
  { title: "Tests", program: "vitest/vitest.mjs", args: ["run", ...vitestArgs] },
];

for (const { title, program, args } of checks) {
  const startedAt = Date.now();
  console.log(`\n${title}`);
  const { status } = spawnSync(process.execPath, [`node_modules/${program}`, ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) {
    console.error(`\n${title}: not in order (above). Again, alone: node node_modules/${program} ${args.join(" ")}`);
    process.exit(status ?? 1);
  }
  console.log(`${title}: in order (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
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
