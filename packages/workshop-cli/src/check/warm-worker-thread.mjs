// The thread of a warm worker. Between two runs it unloads every file of the checkout, so that each run reads the
// current files. The local cloud, which learners do not edit, stays loaded until one of its files changes.
import { statSync } from "node:fs";
import { join, sep } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { init, runBaseTests, setupEnvironment } from "vitest/worker";

/** @typedef {Parameters<typeof runBaseTests>[1]["evaluatedModules"]} EvaluatedModules */

if (!parentPort) throw new Error("This file is a worker thread's program.");
const port = parentPort;

const localCloud = join(workerData.repository, "packages", "local-cloud") + sep;
const environment = { ...process.env };
/**
 * The stamps of the local cloud's files when they were loaded.
 *
 * @type {Map<string, string>}
 */
const stamps = new Map();
/**
 * Vitest's own registry of loaded modules.
 *
 * @type {EvaluatedModules | undefined}
 */
let modules;

init({
  post: (message) => port.postMessage(message),
  on: (listener) => port.on("message", listener),
  off: (listener) => port.off("message", listener),
  setup: setupEnvironment,
  collectTests: () => {},
  async runTests(state, traces) {
    restoreEnvironment();
    if (modules) unload(modules);
    await runBaseTests("run", state, traces);
    modules = state.evaluatedModules;
    for (const file of modules.fileToModulesMap.keys()) {
      if (file.startsWith(localCloud) && !stamps.has(file)) stamps.set(file, stampOf(file));
    }
  },
});

function restoreEnvironment() {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
}

/** @param {EvaluatedModules} modules */
function unload(modules) {
  const isStale = [...stamps].some(([file, stamp]) => stampOf(file) !== stamp);
  if (isStale) {
    stamps.clear();
    modules.clear();
    return;
  }
  for (const [file, nodes] of modules.fileToModulesMap) {
    if (file.includes("node_modules") || file.startsWith(localCloud)) continue;
    for (const node of nodes) {
      modules.idToModuleMap.delete(node.id);
      modules.urlToIdModuleMap.delete(node.url);
    }
    modules.fileToModulesMap.delete(file);
  }
}

/**
 * A file's time and size, which change when it is edited.
 *
 * @param {string} file
 */
function stampOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : "missing";
}
