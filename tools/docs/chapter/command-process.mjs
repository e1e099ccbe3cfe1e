// Runs commands of the workshop one after the other in one process, so that Node, the SDK and Pulumi are
// loaded only once. With the argument "cloud" it also is the local cloud that the commands use.
// Imported by path: by name, a copy of the repository would load the original's command, which then changes the original.
import { load } from "../../../packages/workshop-cli/src/compiled/load.mjs";

// Each command listens for errors of the streams that it writes to.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
const { main } = await load("main");
const hosted = process.argv.includes("cloud") ? await startCloud() : undefined;

process.on("message", async (message) => {
  if (message === "idle") {
    // Long calls, such as a slow handler's, are not awaited to their end.
    await Promise.race([hosted?.idle(), new Promise((resolve) => setTimeout(resolve, 15_000))]);
    return process.send?.("idle");
  }
  process.send?.(await run(/** @type {string[]} */ (message)));
});
process.once("SIGTERM", async () => {
  await hosted?.close();
  process.exit(0);
});
process.once("disconnect", () => process.exit(0));
process.send?.("ready");

async function startCloud() {
  const { runCloud } = await load("run-cloud");
  return runCloud({ port: 0, ephemeral: true, announce: true });
}

/**
 * @param {string[]} args
 * @returns {Promise<import("./command-process.ts").CommandResult>}
 */
async function run(args) {
  /** @type {string[]} */
  const written = [];
  const [stdout, stderr] = [process.stdout.write, process.stderr.write];
  process.stdout.write = process.stderr.write = (/** @type {string} */ text) => written.push(text) > 0;
  process.exitCode = 0;
  await main([process.execPath, "workshop", ...args]);
  [process.stdout.write, process.stderr.write] = [stdout, stderr];
  const exitCode = Number(process.exitCode);
  process.exitCode = 0;
  return { output: written.join(""), exitCode };
}
