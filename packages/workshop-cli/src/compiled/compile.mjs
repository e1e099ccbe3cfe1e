// The workshop's command and the local cloud are several hundred TypeScript files. Compiled into a few
// they start in a fraction of the time. What learners write (steps/, infra/, services/) stays as it is.
import { readFileSync, statSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { entryPoints } from "./entry-points.mjs";

/**
 * Compiles into a new folder below `into`, and returns what a later start needs to know of it.
 * Folders of earlier compilations stay, since a running process may still load from them.
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
    plugins: [learnersFiles(root), ownUrls()],
  });
  await mkdir(into, { recursive: true });
  const inputs = Object.fromEntries(Object.keys(metafile.inputs).map((path) => [path, stamp(join(root, path))]));
  const compiled = { folder: relative(into, folder), inputs };
  await writeFile(join(into, "current.json"), JSON.stringify(compiled));
  return compiled;
}

/** What was compiled last, if none of its sources has changed since. */
export async function findCompiled(root, into) {
  try {
    const compiled = JSON.parse(await readFile(join(into, "current.json"), "utf8"));
    const isFresh = Object.entries(compiled.inputs).every(([path, known]) => stamp(join(root, path)) === known);
    return isFresh ? compiled : undefined;
  } catch {
    return undefined;
  }
}

/** Time and size tell whether a file was edited. */
function stamp(file) {
  const { mtimeMs, size } = statSync(file);
  return `${mtimeMs} ${size}`;
}

/** The learner's files are loaded from where they are, as they are at that moment. */
function learnersFiles(root) {
  return {
    name: "learners-files",
    setup({ onResolve }) {
      onResolve({ filter: /\/(steps|infra|services)\// }, ({ path, resolveDir }) => {
        const file = join(resolveDir, path);
        const [top] = relative(root, file).split(sep);
        if (!path.startsWith(".") || !["steps", "infra", "services"].includes(top)) return undefined;
        return { path: pathToFileURL(file).href, external: true };
      });
    },
  };
}

/** Code that looks for files beside it finds them beside its source. */
function ownUrls() {
  return {
    name: "own-urls",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (path.includes("node_modules")) return undefined;
        const contents = readFileSync(path, "utf8");
        if (!contents.includes("import.meta.url")) return undefined;
        return {
          contents: contents.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href)),
          loader: "ts",
        };
      });
    },
  };
}
