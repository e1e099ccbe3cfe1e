// The thread of a kept worker. Between two runs it forgets every file of the checkout, so that each run reads them as
// they are then; of the local cloud, which learners do not edit, it forgets what has changed.
import { statSync } from "node:fs";
import { join, sep } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { init, runBaseTests, setupEnvironment } from "vitest/worker";

const kept = join(workerData.repository, "packages", "local-cloud") + sep;
const environment = { ...process.env };
/** Of the kept files, their stamps as they were loaded. */
const stamps = new Map();
/** Vitest's own register of what is loaded. */
let modules;

init({
  post: (message) => parentPort.postMessage(message),
  on: (listener) => parentPort.on("message", listener),
  off: (listener) => parentPort.off("message", listener),
  setup: setupEnvironment,
  collectTests: () => {},
  async runTests(state, traces) {
    restoreEnvironment();
    if (modules) forget(modules);
    await runBaseTests("run", state, traces);
    modules = state.evaluatedModules;
    for (const file of modules.fileToModulesMap.keys()) {
      if (file.startsWith(kept) && !stamps.has(file)) stamps.set(file, stampOf(file));
    }
  },
});

function restoreEnvironment() {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
}

function forget(modules) {
  const isStale = [...stamps].some(([file, stamp]) => stampOf(file) !== stamp);
  if (isStale) {
    stamps.clear();
    modules.clear();
    return;
  }
  for (const [file, nodes] of modules.fileToModulesMap) {
    if (file.includes("node_modules") || file.startsWith(kept)) continue;
    for (const node of nodes) {
      modules.idToModuleMap.delete(node.id);
      modules.urlToIdModuleMap.delete(node.url);
    }
    modules.fileToModulesMap.delete(file);
  }
}

function stampOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : "gone";
}
