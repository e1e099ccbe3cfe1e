// Runs the workshop's commands one after the other in one process, where each would otherwise load Node,
// the SDK and Pulumi anew. With the argument "cloud" it also is the local cloud that they find.
import { load } from "@event-choreography/workshop-cli/load";

// Each run of the command listens for the end of the pipe that it writes to.
process.stdout.setMaxListeners(0);
const { main } = await load("main");
const hosted = process.argv.includes("cloud") ? await startCloud() : undefined;

process.on("message", async (words) => {
  if (words === "idle") {
    // A call that lasts long, as a slow handler's, is not waited for to its end.
    await Promise.race([hosted?.cloud.account.activity.idle(), new Promise((resolve) => setTimeout(resolve, 15_000))]);
    return process.send("idle");
  }
  process.send(await run(words));
});
process.once("SIGTERM", async () => {
  await hosted?.close();
  process.exit(0);
});
process.once("disconnect", () => process.exit(0));
process.send("ready");

async function startCloud() {
  const { runCloud } = await load("run-cloud");
  return runCloud({ port: 0, ephemeral: true, announce: true });
}

/** Both streams as they come, and the exit code. */
async function run(words) {
  const written = [];
  const [stdout, stderr] = [process.stdout.write, process.stderr.write];
  process.stdout.write = process.stderr.write = (text) => written.push(text) > 0;
  process.exitCode = 0;
  await main([process.execPath, "workshop", ...words]);
  [process.stdout.write, process.stderr.write] = [stdout, stderr];
  const { exitCode } = process;
  process.exitCode = 0;
  return { written: written.join(""), exitCode };
}
