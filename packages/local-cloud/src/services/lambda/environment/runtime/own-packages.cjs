// Packages are found in the bundle and nowhere else: on AWS, too, a package that only the developer's machine has is missing.
// The local cloud's folder may well be inside a project with a node_modules folder of its own.
const Module = require("node:module");
const path = require("node:path");
const { fileURLToPath, pathToFileURL } = require("node:url");

/**
 * Where packages may be: URLs of the bundle's folder, of the handler's module, and of the runtime's folder.
 *
 * @typedef {{ taskRoot: string, main: string, runtime: string }} Bundle
 */

/**
 * @param {string} taskRoot
 * @param {() => void} restrictImports called before a file that calls `import()` is loaded
 */
function requireOwnPackagesOnly(taskRoot, restrictImports) {
  const lookUp = /** @type {any} */ (Module)._resolveLookupPaths;
  const isInside = (/** @type {string} */ folder) => folder.startsWith(taskRoot + path.sep);
  /** @type {any} */ (Module)._resolveLookupPaths = (/** @type {string} */ request, /** @type {any} */ parent) => {
    const paths = lookUp(request, parent);
    const isOurs = parent?.filename?.startsWith(__dirname + path.sep);
    return isOurs || isPath(request) ? paths : (paths?.filter(isInside) ?? null);
  };
  const prototype = /** @type {any} */ (Module).prototype;
  const compile = prototype._compile;
  /** @this {any} @param {string} content @param {unknown[]} rest */
  prototype._compile = function (content, ...rest) {
    if (/\bimport\b/.test(content)) restrictImports();
    return compile.call(this, content, ...rest);
  };
}

/**
 * The same for `import`. Up to Node 22.14 this needs a thread, so it is called only for code that imports more than Node's
 * own modules.
 *
 * @param {string} taskRoot
 * @param {string} main the path of the handler's module, which the runtime's own imports are relative to
 */
function importOwnPackagesOnly(taskRoot, main) {
  const bundle = {
    taskRoot: pathToFileURL(taskRoot + path.sep).href,
    main: pathToFileURL(main).href,
    runtime: pathToFileURL(__dirname + path.sep).href,
  };
  const { register, registerHooks } = /** @type {any} */ (Module);
  if (registerHooks === undefined) {
    register(pathToFileURL(path.join(__dirname, "import-hooks.mjs")).href, { data: bundle });
    return;
  }
  registerHooks({
    /** @param {string} specifier @param {any} context @param {any} nextResolve */
    resolve: (specifier, context, nextResolve) =>
      checkImport(bundle, specifier, nextResolve(specifier, contextIn(bundle, context))),
  });
}

/**
 * @template {{ parentURL: string | undefined }} C
 * @param {Bundle} bundle
 * @param {C} context
 * @returns {C}
 */
function contextIn(bundle, context) {
  return context.parentURL?.startsWith(bundle.runtime) ? { ...context, parentURL: bundle.main } : context;
}

/**
 * @template {{ url: string }} R
 * @param {Bundle} bundle
 * @param {string} specifier
 * @param {R} resolved
 * @returns {R}
 */
function checkImport(bundle, specifier, resolved) {
  const isElsewhere = resolved.url.startsWith("file:") && !resolved.url.startsWith(bundle.taskRoot);
  if (!isElsewhere || isPath(specifier) || /^[a-z]{2,}:/.test(specifier)) return resolved;
  throw Object.assign(new Error(`Cannot find package '${specifier}' imported from ${fileURLToPath(bundle.main)}`), {
    code: "ERR_MODULE_NOT_FOUND",
  });
}

/**
 * Whether an ES module may import more than Node's own modules. In doubt, it does.
 *
 * @param {string} source
 */
function mayImportPackages(source) {
  const own = /\bimport\b[^;'"`()]*["']([^'"]+)["']/g;
  const others = source.replace(own, (statement, specifier) => (Module.isBuiltin(specifier) ? "" : statement));
  return /\bimport\b(?!\.meta)|\bfrom\s*["']/.test(others);
}

/** @param {string} specifier */
function isPath(specifier) {
  return /^(\.{0,2}[/\\]|\.{1,2}$|[a-z]:[/\\])/i.test(specifier);
}

module.exports = { checkImport, contextIn, importOwnPackagesOnly, mayImportPackages, requireOwnPackagesOnly };
