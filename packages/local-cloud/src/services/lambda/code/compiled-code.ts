import { existsSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";

/** Of a folder beside a function's code. */
export const compiledSuffix = ".compiled";

/** One takes about two megabytes. */
const mostShared = 48;

/**
 * Where V8's compiled form of the code in `codeFolder` is kept: beside it, or in a folder that several clouds share. V8 takes
 * it only in the version, and for the size of the heap, for which it was made.
 */
export function compiledFolder(codeFolder: string, shared: string | undefined, memoryMb: number): string {
  const settings = `${process.versions.v8}-${process.arch}-${memoryMb}`;
  if (shared === undefined) return join(`${codeFolder}${compiledSuffix}`, settings);
  // The folder's name is the hash of the code.
  const folder = join(shared, codeFolder.slice(dirname(codeFolder).length + 1));
  touch(folder);
  return join(folder, settings);
}

/**
 * The folder that clouds without a folder of their own share, so that not each of a hundred tests compiles its functions:
 * the cache folder of the project in the working directory, which other tools use, too. Undefined without one.
 */
export function sharedCompiledFolder(): string | undefined {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const modules = join(folder, "node_modules");
    if (existsSync(modules)) return tidied(join(modules, ".cache", "local-cloud", "compiled"));
    if (folder === dirname(folder)) return undefined;
  }
}

const tidy = new Set<string>();

/** Removes what was not used for longest, once in this process. */
function tidied(shared: string): string {
  if (tidy.has(shared)) return shared;
  tidy.add(shared);
  try {
    const entries = readdirSync(shared).map((name) => ({ name, usedAt: statSync(join(shared, name)).mtimeMs }));
    entries.sort((one, other) => other.usedAt - one.usedAt);
    for (const { name } of entries.slice(mostShared)) rmSync(join(shared, name), { recursive: true, force: true });
  } catch {
    // It does not exist yet, or another process is tidying it.
  }
  return shared;
}

function touch(folder: string): void {
  try {
    const now = Date.now() / 1000;
    utimesSync(folder, now, now);
  } catch {
    // It does not exist yet.
  }
}
