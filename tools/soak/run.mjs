// `npm run soak`: many bookings while everything fails now and then, and then many deaths of the local cloud.
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Command } from "commander";

const { bookings, crashes, seed, step } = new Command("npm run soak --")
  .description(
    "Books while every fault strikes now and then, and holds the choreography to its promises; then kills the local " +
      "cloud at random moments, and counts what was accepted. Twenty minutes.",
  )
  .option("--bookings <number>", "so many; 0 leaves them out", "1000")
  .option("--crashes <number>", "so many; 0 leaves them out", "200")
  // Printed, so that the same run can be asked for again.
  .option("--seed <number>", "where all chance comes from: that of a run before repeats it", String(randomInt(2 ** 31)))
  .option("--step <number>", "the handlers of this step, and not of the last one", "last")
  .parse()
  .opts();

const soaks = [
  {
    count: bookings,
    args: ["--config", "tools/soak/vitest.config.ts", "--disable-console-intercept"],
    env: { SOAK_BOOKINGS: bookings, SOAK_SEED: seed, SOAK_STEP: step },
  },
  { count: crashes, args: ["packages/local-cloud/src/cloud/crash.test.ts"], env: { CRASHES: crashes, SEED: seed } },
];
for (const { count, args, env } of soaks) if (Number(count) > 0) run(args, env);

function run(args, env) {
  const { status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...args], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (status !== 0) process.exit(status ?? 1);
}
