import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { isUpToDate, saveBundle } from "./bundle-files.ts";

// Not relative to the working directory: the Pulumi CLI runs in infra/, tests run in the root.
const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Bundles a handler and its imports into one file, index.mjs, in its own folder below dist/:
 * `bundle("services/payment/charge/charge.ts")` is dist/payment/charge/charge. The same sources give the same
 * bytes, so a second deployment changes nothing.
 */
export async function bundle(handler: string): Promise<pulumi.asset.FileArchive> {
  if (!existsSync(join(root, handler))) {
    throw new pulumi.RunError(
      `Handler ${handler} does not exist. Give its path from the repository root, e.g. services/payment/charge/charge.ts.`,
    );
  }
  const folder = join(root, "dist", handler.replace(/^services\//, "").replace(/\.ts$/, ""));
  if (!(await isUpToDate(root, folder))) {
    const { code, sources } = await buildTogether(handler);
    await saveBundle(root, folder, code, [...sources, "infra/components/bundle.ts", "package-lock.json"]);
  }
  return new pulumi.asset.FileArchive(folder);
}

interface Built {
  code: Uint8Array;
  /** The files of this repository in the bundle. */
  sources: string[];
}

let waiting: { handlers: Set<string>; built: Promise<Map<string, Built>> } | undefined;

/** Builds all handlers requested in one turn of the event loop together: they share most files, which are then read once. */
async function buildTogether(handler: string): Promise<Built> {
  if (!waiting) {
    const handlers = new Set<string>();
    const built = new Promise((turn) => setImmediate(turn)).then(() => {
      waiting = undefined;
      return build([...handlers]).catch((error: Error) => {
        throw new pulumi.RunError(`The code of the functions does not build. ${error.message}`);
      });
    });
    waiting = { handlers, built };
  }
  waiting.handlers.add(handler);
  return (await waiting.built).get(handler)!;
}

async function build(handlers: string[]): Promise<Map<string, Built>> {
  const esbuild = await import("esbuild");
  const { metafile, outputFiles } = await esbuild.build({
    entryPoints: handlers,
    absWorkingDir: root,
    outdir: "dist",
    outbase: ".",
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
      const sources = Object.keys(output.inputs).filter((path) => !path.includes("node_modules/"));
      return [output.entryPoint!, { code: outputFiles[index]!.contents, sources }];
    }),
  );
}
