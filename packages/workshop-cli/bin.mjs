#!/usr/bin/env node
import { explainLoadError, preflight } from "./preflight.mjs";

preflight();
endWithParent();
const main = await loadMain();
if (main) await main(process.argv);

async function loadMain() {
  try {
    const { load } = await import("./src/compiled/load.mjs");
    return (await load("main")).main;
  } catch (error) {
    const explained = explainLoadError(error);
    if (!explained) throw error;
    console.error(`${explained.message}\n${explained.fix}`);
    process.exitCode = 1;
    return undefined;
  }
}

/** `npm start` runs this in a process of its own, which must not outlive it. */
function endWithParent() {
  if (!process.channel) return;
  process.channel.unref();
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
