import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { isUpToDate, saveBundle } from "./bundle-files.ts";

// The CLI runs the program in infra/, tests run it in the repository: neither is a place to count from.
const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * A handler with all that it imports as one file, index.mjs, in a folder of its own below dist/:
 * `bundle("services/payment/charge/charge.ts")` is dist/payment/charge. The same sources give the same
 * bytes, so that a second deploy has nothing to do.
 */
export async function bundle(handler: string): Promise<pulumi.asset.FileArchive> {
  if (!existsSync(join(root, handler))) {
    throw new pulumi.RunError(
      `There is no file ${handler}: a handler is named by its path from the repository's root.`,
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
  /** Our own files that went in. */
  sources: string[];
}

let waiting: { handlers: Set<string>; built: Promise<Map<string, Built>> } | undefined;

/** All handlers asked for in one turn are built in one go: they share nearly everything, which is then read once. */
async function buildTogether(handler: string): Promise<Built> {
  if (!waiting) {
    const handlers = new Set<string>();
    const built = new Promise((turn) => setImmediate(turn)).then(() => {
      waiting = undefined;
      return build([...handlers]).catch((error: Error) => {
        throw new pulumi.RunError(`The functions' code does not build. ${error.message}`);
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
    // A function finds its credentials in its environment: the other places to look, which the SDK loads when needed, stay out.
    external: ["ini", "sso", "process", "web-identity", "login", "http"].map(
      (way) => `@aws-sdk/credential-provider-${way}`,
    ),
    // Small enough to start quickly; names stay, so that a stack trace in a log can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    // For packages inside that are still CommonJS.
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
