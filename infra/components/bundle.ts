import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import type { PluginBuild } from "esbuild";
import { isUpToDate, saveBundle } from "./bundle-files.ts";

// Not relative to the working directory: the Pulumi CLI runs in infra/, tests run in the root.
const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Bundles a handler and its imports into one file, index.mjs, in its own folder below dist/:
 * `bundle("services/payment/charge/charge.ts")` is dist/payment/charge/charge. The same sources give the same
 * bytes, so a second deployment changes nothing. The `wrap` of each middleware goes around the handler, the first one
 * innermost; the folder's name then lists them, e.g. dist/payment/charge/charge+park+observe.
 */
export async function bundle(handler: string, middleware: readonly string[] = []): Promise<pulumi.asset.FileArchive> {
  for (const module of [handler, ...middleware]) rejectMissing(module);
  const folder = join(root, "dist", folderOf(handler, middleware));
  if (!(await isUpToDate(root, folder))) {
    const { code, sources } = await buildTogether({ handler, middleware });
    await saveBundle(root, folder, code, [...sources, "infra/components/bundle.ts", "package-lock.json"]);
  }
  return new pulumi.asset.FileArchive(folder);
}

function rejectMissing(module: string): void {
  if (existsSync(join(root, module))) return;
  throw new pulumi.RunError(
    `Handler ${module} does not exist. Give its path from the repository root, e.g. services/payment/charge/charge.ts.`,
  );
}

function folderOf(handler: string, middleware: readonly string[]): string {
  const names = middleware.map((module) => `+${basename(module, ".ts")}`);
  return handler.replace(/^services\//, "").replace(/\.ts$/, "") + names.join("");
}

interface Built {
  code: Uint8Array;
  /** The files of this repository in the bundle. */
  sources: string[];
}

interface Entry {
  handler: string;
  middleware: readonly string[];
}

let waiting: { entries: Map<string, Entry>; built: Promise<Map<string, Built>> } | undefined;

/** Builds all bundles requested in one turn of the event loop together: they share most files, which are then read once. */
async function buildTogether(entry: Entry): Promise<Built> {
  if (!waiting) {
    const entries = new Map<string, Entry>();
    const built = new Promise((turn) => setImmediate(turn)).then(() => {
      waiting = undefined;
      return build(entries).catch((error: Error) => {
        throw new pulumi.RunError(`The code of the functions does not build. ${error.message}`);
      });
    });
    waiting = { entries, built };
  }
  const name = folderOf(entry.handler, entry.middleware);
  waiting.entries.set(name, entry);
  return (await waiting.built).get(name)!;
}

async function build(entries: Map<string, Entry>): Promise<Map<string, Built>> {
  const esbuild = await import("esbuild");
  const { metafile, outputFiles } = await esbuild.build({
    entryPoints: [...entries.keys()].map((name) => ({ in: `function:${name}`, out: name })),
    plugins: [{ name: "function", setup: (plugin) => resolveFunctions(plugin, entries) }],
    absWorkingDir: root,
    outdir: "dist",
    write: false,
    metafile: true,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
    // A function has its credentials in its environment. The SDK loads these other providers only on demand, so leave them out.
    external: ["ini", "sso", "process", "web-identity", "login", "http"].map(
      (way) => `@aws-sdk/credential-provider-${way}`,
    ),
    // Small, for a fast cold start; identifiers stay, so that stack traces in logs are readable.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    // For bundled packages that are still CommonJS.
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    logLevel: "silent",
  });

  return new Map(
    Object.values(metafile.outputs).map((output, index) => {
      const sources = Object.keys(output.inputs).filter((path) => !/node_modules\/|^function:/.test(path));
      return [output.entryPoint!.replace(/^function:/, ""), { code: outputFiles[index]!.contents, sources }];
    }),
  );
}

/** A bundle's entry is not a file: it puts the middleware around the handler. */
function resolveFunctions(plugin: PluginBuild, entries: Map<string, Entry>): void {
  plugin.onResolve({ filter: /^function:/ }, ({ path }) => ({ path: path.slice(9), namespace: "function" }));
  plugin.onLoad({ filter: /.*/, namespace: "function" }, ({ path }) => ({
    contents: entryCode(entries.get(path)!),
    resolveDir: root,
  }));
}

function entryCode({ handler, middleware }: Entry): string {
  if (middleware.length === 0) return `export { handler } from "./${handler}";`;
  const imports = middleware.map((module, index) => `import { wrap as wrap${index} } from "./${module}";`);
  const wrapped = middleware.reduce((inner, _, index) => `wrap${index}(${inner})`, "handle");
  return [`import { handler as handle } from "./${handler}";`, ...imports, `export const handler = ${wrapped};`].join(
    "\n",
  );
}
