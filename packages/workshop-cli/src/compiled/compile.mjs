// The workshop's command and the local cloud are several hundred TypeScript files. Compiled into a few
// they start in a fraction of the time. What learners write (steps/, infra/, services/) is not compiled.
import { readFileSync, statSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { entryPoints } from "./entry-points.mjs";

/** @import { Plugin } from "esbuild" */

/**
 * A compilation, as current.json describes it.
 *
 * @typedef {object} Compiled
 * @property {string} folder The folder with the compiled files, relative to the folder of all compilations.
 * @property {Record<string, string>} inputs The stamp of each source file, by its path relative to the root.
 */

/**
 * Compiles into a new folder below `into`. Folders of earlier compilations stay, since a running process
 * may still load from them.
 *
 * @param {string} root The repository's root folder.
 * @param {string} into The folder of all compilations.
 * @returns {Promise<Compiled>}
 */
export async function compile(root, into) {
  const { build } = await import("esbuild");
  const folder = join(into, `${Date.now()}-${process.pid}`);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(entryPoints).map(([out, input]) => ({ in: input, out })),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "linked",
    metafile: true,
    logLevel: "silent",
    plugins: [loadLearnerFiles(root, folder), ownUrls(folder)],
  });
  await mkdir(into, { recursive: true });
  const inputs = Object.fromEntries(Object.keys(metafile.inputs).map((path) => [path, stampOf(join(root, path))]));
  const compiled = { folder: relative(into, folder), inputs };
  await writeFile(join(into, "current.json"), JSON.stringify(compiled));
  return compiled;
}

/**
 * The last compilation, or undefined if one of its sources has changed since.
 *
 * @param {string} root
 * @param {string} into
 * @returns {Promise<Compiled | undefined>}
 */
export async function findCompiled(root, into) {
  try {
    /** @type {Compiled} */
    const compiled = JSON.parse(await readFile(join(into, "current.json"), "utf8"));
    const isFresh = Object.entries(compiled.inputs).every(([path, known]) => stampOf(join(root, path)) === known);
    return isFresh ? compiled : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A file's time and size, which change when it is edited.
 *
 * @param {string} file
 */
function stampOf(file) {
  const { mtimeMs, size } = statSync(file);
  return `${mtimeMs} ${size}`;
}

/**
 * Loads the learner's files from where they are, in their current state.
 *
 * @param {string} root
 * @param {string} folder The folder of the compiled files.
 * @returns {Plugin}
 */
function loadLearnerFiles(root, folder) {
  return {
    name: "learners-files",
    setup({ onResolve }) {
      onResolve({ filter: /\/(steps|infra|services)\// }, ({ path, resolveDir }) => {
        const file = join(resolveDir, path);
        const [top = ""] = relative(root, file).split(sep);
        if (!path.startsWith(".") || !["steps", "infra", "services"].includes(top)) return undefined;
        return { path: urlFrom(folder, file), external: true };
      });
    },
  };
}

/**
 * Replaces `import.meta.url` with the source's own URL, so that code finds the files next to its source.
 *
 * @param {string} folder The folder of the compiled files.
 * @returns {Plugin}
 */
function ownUrls(folder) {
  return {
    name: "own-urls",
    setup({ onLoad }) {
      onLoad({ filter: /\.(ts|mjs)$/ }, ({ path }) => {
        if (path.includes("node_modules")) return undefined;
        const contents = readFileSync(path, "utf8");
        if (!contents.includes("import.meta.url")) return undefined;
        const url = `new URL(${JSON.stringify(urlFrom(folder, path))}, import.meta.url).href`;
        return { contents: contents.replaceAll("import.meta.url", url), loader: path.endsWith(".ts") ? "ts" : "js" };
      });
    },
  };
}

/**
 * A file's URL, relative to a folder: the compiled files still find it when somebody copies, moves or renames the
 * repository.
 *
 * @param {string} folder
 * @param {string} file
 */
function urlFrom(folder, file) {
  const path = relative(folder, file);
  // On another drive of Windows there is no relative path.
  return isAbsolute(path) ? pathToFileURL(file).href : encodeURI(path.split(sep).join("/"));
}
