// `npm run soak -- [--bookings 1000] [--seed N] [--step N]`: many bookings while everything fails now and then.
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { bookings: { type: "string" }, seed: { type: "string" }, step: { type: "string" } },
});
const order = {
  SOAK_BOOKINGS: values.bookings ?? "1000",
  // Printed, so that the same run can be asked for again.
  SOAK_SEED: values.seed ?? String(randomInt(2 ** 31)),
  SOAK_STEP: values.step ?? "last",
};
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--config", "test/soak/vitest.config.ts", "--disable-console-intercept"],
  { cwd: fileURLToPath(new URL("../..", import.meta.url)), stdio: "inherit", env: { ...process.env, ...order } },
);
process.exit(status ?? 1);
