// The deploy worker, started by Deployer (deployer.ts). It waits for one request, answers it, and is then ended.
import { load } from "../compiled/load.mjs";

// Ctrl-C reaches every process of the terminal; the command that started this one handles it.
process.on("SIGINT", () => {});

const request = new Promise((resolve) => process.once("message", resolve));
process.once("disconnect", () => process.exit(0));
const { runDeployWorker } = await load("deploy-worker");
process.send?.(await runDeployWorker(request));
