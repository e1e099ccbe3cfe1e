// Loads a bundle from code that V8 compiled before, so that not every environment compiles the AWS SDK again. The first one
// compiles everything at once, also what its handler never calls, and stores the result beside the code.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const v8 = require("node:v8");
const vm = require("node:vm");

const digestBytes = 32;
/** Node crashes if it calls a module whose object was collected as garbage, although other modules import it. */
const loaded = new Set();

/**
 * Imports a file that imports nothing but Node's own modules; undefined for others.
 *
 * @param {string} file
 * @param {string} store where its compiled code is, or will be
 * @param {(specifier: string) => Promise<unknown>} importOther what `import()` in the file does
 * @returns {Promise<object | undefined>} its exports
 */
async function importCompiled(file, store, importOther) {
  // It is there with --experimental-vm-modules only.
  const { SourceTextModule } = /** @type {any} */ (vm);
  if (SourceTextModule === undefined) return undefined;
  const { href } = pathToFileURL(file);
  const source = readFileSync(file, "utf8");
  const options = {
    identifier: href,
    importModuleDynamically: importOther,
    initializeImportMeta: (/** @type {any} */ meta) => {
      Object.assign(meta, { dirname: path.dirname(file), filename: file, url: href });
      meta.resolve = (/** @type {string} */ specifier) => resolveFrom(file, specifier);
    },
  };
  const module = compile(store, (cachedData) => {
    const compiled = new SourceTextModule(source, { ...options, cachedData });
    return { compiled, data: () => compiled.createCachedData() };
  });
  loaded.add(module);
  if (!module.dependencySpecifiers.every(Module.isBuiltin)) return undefined;
  await module.link(builtinModule);
  await module.evaluate();
  return module.namespace;
}

/**
 * Makes the next `require` of a file use its compiled code.
 *
 * @param {string} file
 * @param {string} store where its compiled code is, or will be
 */
function requireCompiled(file, store) {
  const prototype = /** @type {any} */ (Module).prototype;
  const compileModule = prototype._compile;
  /** @this {any} @param {string} content @param {string} filename @param {unknown[]} rest */
  prototype._compile = function (content, filename, ...rest) {
    if (filename !== file) return compileModule.call(this, content, filename, ...rest);
    prototype._compile = compileModule;
    const parameters = ["exports", "require", "module", "__filename", "__dirname"];
    const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    const wrapper = compile(store, (cachedData) => {
      const options = { filename, importModuleDynamically, cachedData, produceCachedData: cachedData === undefined };
      const compiled = /** @type {any} */ (vm.compileFunction(content, parameters, /** @type {any} */ (options)));
      if (compiled.cachedDataRejected) throw new Error("It is not for this version of Node.");
      return { compiled, data: () => compiled.cachedData };
    });
    const require = Module.createRequire(filename);
    return Reflect.apply(wrapper, this.exports, [this.exports, require, this, filename, path.dirname(filename)]);
  };
}

/**
 * @template T
 * @param {string} store
 * @param {(cachedData: Buffer | undefined) => { compiled: T, data: () => Buffer }} build throws if it cannot use the data
 * @returns {T}
 */
function compile(store, build) {
  const stored = load(store);
  if (stored) {
    try {
      return build(stored).compiled;
    } catch {
      // E.g. for another version of V8. A syntax error comes again below.
    }
  }
  v8.setFlagsFromString("--no-lazy");
  try {
    const { compiled, data } = build(undefined);
    // V8 accepts its data only under the same flags.
    v8.setFlagsFromString("--lazy");
    save(store, data());
    return compiled;
  } finally {
    v8.setFlagsFromString("--lazy");
  }
}

/**
 * @param {string} store
 * @returns {Buffer | undefined} undefined if it does not exist or is damaged
 */
function load(store) {
  try {
    const content = readFileSync(store);
    const data = content.subarray(digestBytes);
    // V8 itself does not look at all of it, and would run whatever is there.
    return digest(data).equals(content.subarray(0, digestBytes)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} store
 * @param {Buffer} data
 */
function save(store, data) {
  const draft = `${store}.${process.pid}`;
  try {
    mkdirSync(path.dirname(store), { recursive: true });
    writeFileSync(draft, Buffer.concat([digest(data), data]));
    renameSync(draft, store);
  } catch {
    // The disk is full, or the folder was just deleted: the next environment compiles again.
  }
}

/** @param {Buffer} data */
function digest(data) {
  return createHash("sha256").update(data).digest();
}

/** @param {string} specifier */
async function builtinModule(specifier) {
  const exports = require(specifier);
  const names = Object.keys(exports).filter((name) => name !== "default");
  const module = new /** @type {any} */ (vm).SyntheticModule(["default", ...names], () => {
    module.setExport("default", exports);
    for (const name of names) module.setExport(name, exports[name]);
  });
  loaded.add(module);
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
