import { realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile, findCompiled } from "./compile.mjs";
import { entryPoints } from "./entry-points.mjs";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const into = join(folderForCompiled(), "compiled");

// The SDK's warning about its next minimum Node version is for maintainers, not for learners.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/**
 * Compiled code finds its packages in the folders above it. So it cannot be in .workshop if that is a link that leads out
 * of the repository.
 */
function folderForCompiled() {
  const own = join(root, ".workshop");
  try {
    const isInside = realpathSync(own).startsWith(realpathSync(root) + sep);
    return isInside ? own : join(root, "node_modules", ".cache", "workshop");
  } catch {
    return own;
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
  const compiled = (await findCompiled(root, into)) ?? (await compile(root, into).catch(() => undefined));
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
