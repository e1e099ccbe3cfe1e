// Finds the handler that a function's configuration names, as Lambda's Node.js runtime does.
const { existsSync, readFileSync, statSync } = require("node:fs");
const { createRequire, isBuiltin } = require("node:module");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { importCompiled, requireCompiled } = require("./compiled-code.cjs");
const { namedError } = require("./errors.cjs");
const { importOwnPackagesOnly, mayImportPackages, requireOwnPackagesOnly } = require("./own-packages.cjs");

/**
 * @import { Configuration } from "../messages.ts"
 */

/** V8 compiles a smaller file faster than stored code can be found and checked. */
const worthStoringBytes = 64 * 1024;

/** @typedef {(event: unknown, context: object, callback: (error: unknown, result?: unknown) => void) => unknown} Handler */

/**
 * @param {Pick<Configuration, "handler" | "taskRoot" | "compiledFolder">} configuration
 * @returns {Promise<Handler>}
 */
async function loadHandler({ handler: name, taskRoot, compiledFolder }) {
  const slash = name.lastIndexOf("/") + 1;
  const [moduleName = "", ...members] = name.slice(slash).split(".");
  if (members.length === 0) throw namedError("Runtime.MalformedHandlerName", "Bad handler");
  const base = path.join(taskRoot, name.slice(0, slash), moduleName);
  let handler = await loadModule(base, moduleName, { taskRoot, compiledFolder });
  for (const member of members) handler = handler?.[member] ?? handler?.default?.[member];
  if (handler === undefined) {
    throw namedError("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof handler !== "function") throw namedError("Runtime.HandlerNotFound", `${name} is not a function`);
  return handler;
}

/**
 * @param {string} base the file's path without its extension
 * @param {string} moduleName
 * @param {Pick<Configuration, "taskRoot" | "compiledFolder">} folders
 * @returns {Promise<any>}
 */
async function loadModule(base, moduleName, { taskRoot, compiledFolder }) {
  const file = [".js", ".mjs", ".cjs"].map((extension) => base + extension).find(existsSync);
  if (!file) {
    throw namedError("Runtime.ImportModuleError", `Error: Cannot find module '${moduleName}'\nRequire stack:\n`);
  }
  const isLarge = statSync(file).size >= worthStoringBytes;
  const store =
    isLarge && compiledFolder
      ? path.join(compiledFolder, path.relative(taskRoot, file).replaceAll(path.sep, "-"))
      : undefined;
  const restrictImports = once(() => importOwnPackagesOnly(taskRoot, file));
  const importOther = async (
    /** @type {string} */ specifier,
    /** @type {object | undefined} */ options = undefined,
  ) => {
    if (!isBuiltin(specifier)) restrictImports();
    return options === undefined ? import(specifier) : import(specifier, options);
  };
  requireOwnPackagesOnly(taskRoot, restrictImports);
  try {
    if (isCommonJs(file)) {
      if (store) await requireCompiled(file, store, importOther);
      return createRequire(file)(file);
    }
    const compiled = store && (await importCompiled(file, store, importOther));
    if (compiled) return compiled;
    if (mayImportPackages(readFileSync(file, "utf8"))) restrictImports();
    return await import(pathToFileURL(file).href);
  } catch (/** @type {any} */ error) {
    if (error instanceof SyntaxError) throw namedError("Runtime.UserCodeSyntaxError", String(error), error.stack);
    if (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") {
      const sdk = /'(@(aws-sdk|smithy)\/[^']+)'/.exec(error.message)?.[1];
      if (sdk) console.warn(`The runtime of the local cloud has no AWS SDK. Put ${sdk} into the function's bundle.`);
      throw namedError("Runtime.ImportModuleError", String(error), error.stack);
    }
    throw error;
  }
}

/**
 * Whether to load a file with `require`, which is faster. A .js file is an ES module if its package.json or its
 * syntax says so.
 *
 * @param {string} file
 */
function isCommonJs(file) {
  if (file.endsWith(".cjs")) return true;
  if (file.endsWith(".mjs")) return false;
  const manifest = path.join(path.dirname(file), "package.json");
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).type === "module") return false;
  return !/^(import(\s+\w|\s*[{*"'])|export(\s+\w|\s*[{*]))/m.test(readFileSync(file, "utf8"));
}

/** @param {() => void} action */
function once(action) {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}

module.exports = { loadHandler };
