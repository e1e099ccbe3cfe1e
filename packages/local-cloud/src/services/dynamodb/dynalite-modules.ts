import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { compileFunction } from "node:vm";

const requireFromHere = createRequire(import.meta.url);
const folder = dirname(requireFromHere.resolve("dynalite/package.json"));
const loaded = new Map<string, NodeJS.Module>();

/** Code that runs at the end of a module, among its own functions. */
export interface Appendix {
  source: string;
  /** What the code uses, by name. */
  names: Record<string, unknown>;
}

/**
 * A module of dynalite, e.g. "db" or "actions/putItem". These are our own copies, not those of `require`: they are changed
 * here, and another version of this package may be in the same process. dynalite is CommonJS without types; its index is
 * never loaded, since it loads a web server.
 */
export function loadDynalite<T>(name: string, appendix?: Appendix): T {
  return load(requireFromHere.resolve(`dynalite/${name}`), appendix) as T;
}

export function dynaliteFile(name: string): string {
  return requireFromHere.resolve(`dynalite/${name}`);
}

function load(file: string, { source, names }: Appendix = { source: "", names: {} }): unknown {
  const known = loaded.get(file);
  if (known) return known.exports;
  const module = new Module(file);
  loaded.set(file, module);
  const require = createRequire(file);
  const requireOwn = (id: string) => {
    const path = require.resolve(id);
    return isOwn(path) ? load(path) : require(id);
  };
  const all = {
    exports: module.exports,
    require: requireOwn,
    module,
    __filename: file,
    __dirname: dirname(file),
    ...names,
  };
  compileFunction(`${readFileSync(file, "utf8")}\n${source}`, Object.keys(all), { filename: file })(
    ...Object.values(all),
  );
  return module.exports;
}

function isOwn(path: string): boolean {
  return path.startsWith(folder + sep) && path.endsWith(".js") && !path.slice(folder.length).includes("node_modules");
}
