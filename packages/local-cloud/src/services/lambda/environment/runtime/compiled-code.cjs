// Loads a bundle from code that V8 compiled before, so that not every environment compiles the AWS SDK again. The first one
// compiles everything at once, also what its handler never calls, and stores the result beside the code.
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const v8 = require("node:v8");
const vm = require("node:vm");
const { loadCode, saveCode } = require("./code-store.cjs");
const { importFunction, rewriteImports } = require("./rewrite-imports.cjs");

/** Node crashes if it calls a module whose object was collected as garbage, although other modules import it. */
const kept = new Set();

/**
 * Imports a file that imports nothing but Node's own modules; undefined for others.
 *
 * @param {string} file
 * @param {string} store where its compiled code is, or will be
 * @param {(specifier: string, options?: object) => Promise<unknown>} importOther what `import()` in the file does
 * @returns {Promise<object | undefined>} its exports
 */
async function importCompiled(file, store, importOther) {
  // It is there with --experimental-vm-modules only.
  const { SourceTextModule } = /** @type {any} */ (vm);
  if (SourceTextModule === undefined) return undefined;
  const { href } = pathToFileURL(file);
  const initializeImportMeta = (/** @type {any} */ meta) => {
    Object.assign(meta, { dirname: path.dirname(file), filename: file, url: href });
    meta.resolve = (/** @type {string} */ specifier) => resolveFrom(file, specifier);
  };
  const module = await compile(
    store,
    () => readFileSync(file, "utf8"),
    (source, cachedData) => {
      const identifier = cachedData ? href : pathToFileURL(storedName(file)).href;
      const compiled = new SourceTextModule(source, { identifier, initializeImportMeta, cachedData });
      return { compiled, data: () => compiled.createCachedData() };
    },
  );
  if (!module) return undefined;
  offerImport(importOther);
  kept.add(module);
  await module.link(builtinModule);
  await module.evaluate();
  return module.namespace;
}

/**
 * Makes the next `require` of a file use its compiled code.
 *
 * @param {string} file
 * @param {string} store where its compiled code is, or will be
 * @param {(specifier: string, options?: object) => Promise<unknown>} importOther what `import()` in the file does
 */
async function requireCompiled(file, store, importOther) {
  const start = "(function (exports, require, module, __filename, __dirname) { ";
  const script = await compile(
    store,
    // Without the line that makes the file a program.
    () => readFileSync(file, "utf8").replace(/^#!.*/, ""),
    (source, cachedData) => {
      const filename = cachedData ? file : storedName(file);
      const options = { filename, cachedData, columnOffset: -start.length };
      const compiled = new vm.Script(`${start}${source}\n})`, options);
      if (compiled.cachedDataRejected) throw new Error("It is for another version of V8.");
      return { compiled, data: () => compiled.createCachedData() };
    },
  );
  const wrapper = script?.runInThisContext();
  if (!wrapper) return;
  offerImport(importOther);
  const prototype = /** @type {any} */ (Module).prototype;
  const compileModule = prototype._compile;
  /** @this {any} @param {string} content @param {string} filename @param {unknown[]} rest */
  prototype._compile = function (content, filename, ...rest) {
    if (filename !== file) return compileModule.call(this, content, filename, ...rest);
    prototype._compile = compileModule;
    const require = Module.createRequire(filename);
    return Reflect.apply(wrapper, this.exports, [this.exports, require, this, filename, path.dirname(filename)]);
  };
}

/**
 * @template T
 * @param {string} store
 * @param {() => string} read the file's source
 * @param {(source: string, cachedData: Buffer | undefined) => { compiled: T, data: () => Buffer }} build throws if it cannot
 *   use the data
 * @returns {Promise<T | undefined>} undefined for code that has to be loaded as Node itself does
 */
async function compile(store, read, build) {
  const stored = loadCode(store);
  if (stored?.source === "") return undefined;
  try {
    if (stored) return build(stored.source, stored.data).compiled;
  } catch {
    // It is for another version of V8.
  }
  const source = await rewriteImports(read());
  if (source === undefined) {
    saveCode(store, "", Buffer.alloc(0));
    return undefined;
  }
  const data = compileAtOnce(() => build(source, undefined)).data();
  saveCode(store, source, data);
  return build(source, data).compiled;
}

/**
 * The name under which V8 stores a file's code, which stack traces show. It is the one on AWS: the name of the real folder
 * would be wrong once that is moved, or copied.
 *
 * @param {string} file
 */
function storedName(file) {
  return `/var/task/${path.basename(file)}`;
}

/**
 * V8 would compile each function when it is first called, and leave the others out of its data.
 *
 * @template T
 * @param {() => T} build
 */
function compileAtOnce(build) {
  v8.setFlagsFromString("--no-lazy");
  try {
    return build();
  } finally {
    // V8 takes its data only under the flags under which it gave them.
    v8.setFlagsFromString("--lazy");
  }
}

/** @param {(specifier: string, options?: object) => Promise<unknown>} importOther */
function offerImport(importOther) {
  Object.defineProperty(globalThis, importFunction, { value: importOther });
}

/** @param {string} specifier */
async function builtinModule(specifier) {
  const exports = require(specifier);
  const names = Object.keys(exports).filter((name) => name !== "default");
  const module = new /** @type {any} */ (vm).SyntheticModule(["default", ...names], () => {
    module.setExport("default", exports);
    for (const name of names) module.setExport(name, exports[name]);
  });
  kept.add(module);
  return module;
}

/**
 * @param {string} file
 * @param {string} specifier
 */
function resolveFrom(file, specifier) {
  if (Module.isBuiltin(specifier)) return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
  if (/^(\.{0,2}\/|[a-z]+:)/.test(specifier)) return new URL(specifier, pathToFileURL(file)).href;
  return pathToFileURL(Module.createRequire(file).resolve(specifier)).href;
}

module.exports = { importCompiled, requireCompiled };
