import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile, findCompiled } from "./compile.mjs";
import { entryPoints } from "./entry-points.mjs";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const into = join(root, ".workshop", "compiled");

// The SDK's warning about its next minimum Node version is for maintainers, not for learners.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/**
 * Compiled code finds the repository and the packages from where it is. So it is not used if .workshop is a link, or in
 * one.
 */
function canCompile() {
  const folder = join(root, ".workshop");
  try {
    return !existsSync(folder) || realpathSync(folder) === join(realpathSync(root), ".workshop");
  } catch {
    return false;
  }
}

/**
 * Loads an entry point in its compiled form, and compiles it first if a source has changed. If it cannot be compiled,
 * its source is loaded instead.
 *
 * @param {keyof typeof entryPoints} entry
 * @returns {Promise<any>} The entry point's module.
 */
export async function load(entry) {
  const compiled =
    canCompile() && ((await findCompiled(root, into)) ?? (await compile(root, into).catch(() => undefined)));
  if (!compiled) return await loadFromSource(entryPoints[entry]);
  const module = await import(pathToFileURL(join(into, compiled.folder, `${entry}.mjs`)).href);
  // What learners write is not compiled: this lets the module load TypeScript when it needs it.
  module.useTypeScriptLoader(registerTypeScript);
  return module;
}

/** @param {string} sourcePath */
async function loadFromSource(sourcePath) {
  await registerTypeScript();
  return await import(pathToFileURL(join(root, sourcePath)).href);
}

/** @type {Promise<void> | undefined} */
let registering;

function registerTypeScript() {
  registering ??= import("tsx/esm/api").then(({ register }) => void register());
  return registering;
}
