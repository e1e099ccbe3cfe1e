// `npm run soak`: books with random faults and checks the invariants, kills the local cloud at random moments, sends it
// hostile inputs and code, damages a learner's folder in every way, and books for ten minutes without a pause.
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Command } from "commander";

const { bookings, crashes, damages, inputs, minutes, seed, step } = new Command("npm run soak --")
  .description(
    "Books while every kind of fault is injected at random, and checks the choreography's invariants. Then kills " +
      "the local cloud at random moments, and checks that nothing it accepted is lost. Then runs hostile functions, " +
      "patterns and queries, and sends odd inputs to every operation. Then damages a learner's folder, follows the " +
      "advice, and books a flight. Then books thirty flights a second, and checks that memory does not grow. " +
      "Takes an hour.",
  )
  .option("--bookings <number>", "how many bookings; 0 skips them", "1000")
  .option("--crashes <number>", "how many kills; 0 skips them", "200")
  .option("--inputs <number>", "how many odd inputs each operation gets; 0 skips these and hostile code", "300")
  // The run prints its seed, so that it can be repeated.
  .option(
    "--seed <number>",
    "seed of all random choices; the seed of an earlier run repeats it",
    String(randomInt(2 ** 31)),
  )
  .option("--damages <which>", "damage every file of a learner's folder in every way: all or none", "all")
  .option("--minutes <number>", "how long to book without a pause; 0 skips it", "10")
  .option("--step <number>", "run the handlers of this step", "last")
  .parse()
  .opts();

const withProgress = ["--config", "tools/soak/vitest.config.ts", "--disable-console-intercept"];
const soaks = [
  {
    count: bookings,
    args: ["tools/soak/soak.ts", ...withProgress],
    env: { SOAK_BOOKINGS: bookings, SOAK_SEED: seed, SOAK_STEP: step },
  },
  { count: crashes, args: ["packages/local-cloud/src/cloud/crash.test.ts"], env: { CRASHES: crashes, SEED: seed } },
  { count: inputs, args: ["/hostile-", "deep-inputs", "odd-inputs", "endpoint/fuzz"], env: { RUNS: inputs } },
  { count: damages === "all" ? 1 : 0, args: ["test/heals"], env: { DAMAGES: damages } },
  {
    count: minutes,
    args: ["tools/soak/load.ts", ...withProgress],
    env: { SOAK_MINUTES: minutes },
  },
];
for (const { count, args, env } of soaks) if (Number(count) > 0) run(args, env);

/**
 * Runs Vitest, and exits if it fails.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function run(args, env) {
  const { status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...args], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (status !== 0) process.exit(status ?? 1);
}
