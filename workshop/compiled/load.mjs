import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile, findCompiled } from "./compile.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const into = join(root, ".workshop", "compiled");

// The SDK's note that it will want Node 22 one day is for us who keep the workshop, not for its learners.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** Loads one of the compiled entry points ("main"), compiled anew if a source has changed; from its source (`sourcePath`) where that cannot be. */
export async function load(entry, sourcePath) {
  const compiled = (await findCompiled(root, into)) ?? (await compile(root, into).catch(() => undefined));
  if (!compiled) return await loadFromSource(sourcePath);
  const module = await import(pathToFileURL(join(into, compiled.folder, `${entry}.mjs`)).href);
  // Only what learners write is still TypeScript: it can be loaded once this was called.
  module.useTypeScriptLoader(registerTypeScript);
  return module;
}

async function loadFromSource(sourcePath) {
  await registerTypeScript();
  return await import(new URL(`../../${sourcePath}`, import.meta.url).href);
}

let registering;

function registerTypeScript() {
  registering ??= import("tsx/esm/api").then(({ register }) => void register());
  return registering;
}
