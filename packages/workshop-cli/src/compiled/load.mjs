import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile, findCompiled } from "./compile.mjs";
import { entryPoints } from "./entry-points.mjs";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const into = join(root, ".workshop", "compiled");

// The SDK's note that it will want Node 22 one day is for us who keep the workshop, not for its learners.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** Loads an entry point ("main") in its compiled form, compiling it first if a source has changed; falls back to its source if it cannot be compiled. */
export async function load(entry) {
  const compiled = (await findCompiled(root, into)) ?? (await compile(root, into).catch(() => undefined));
  if (!compiled) return await loadFromSource(entryPoints[entry]);
  const module = await import(pathToFileURL(join(into, compiled.folder, `${entry}.mjs`)).href);
  // Only what learners write is still TypeScript: it can be loaded once this was called.
  module.useTypeScriptLoader(registerTypeScript);
  return module;
}

async function loadFromSource(sourcePath) {
  await registerTypeScript();
  return await import(pathToFileURL(join(root, sourcePath)).href);
}

let registering;

function registerTypeScript() {
  registering ??= import("tsx/esm/api").then(({ register }) => void register());
  return registering;
}
