// The deploy worker, started by Deployer (deployer.ts). It waits for one request, answers it, and is then ended.
import { endWithParent } from "../process/end-with-parent.mjs";

endWithParent();
// Ctrl-C reaches every process of the terminal; the command that started this one handles it.
process.on("SIGINT", () => {});
process.once("disconnect", () => process.exit(0));
if (!process.connected) process.exit(0);

const request = new Promise((resolve) => process.once("message", resolve));
// Only now: loading takes a while, and the command may end in the meantime.
const { load } = await import("../compiled/load.mjs");
const { runDeployWorker } = await load("deploy-worker");
process.send?.(await runDeployWorker(request));
