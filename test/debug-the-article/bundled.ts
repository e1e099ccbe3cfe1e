import { buildSync } from "esbuild";

const bundles = new Map<string, string>();

/** A handler's code with the SDK included, built once. @throws Error with esbuild's message if the code cannot be read */
export function bundled(contents: string): string {
  const known = bundles.get(contents) ?? bundle(contents);
  bundles.set(contents, known);
  return known;
}

function bundle(contents: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: process.cwd(), sourcefile: "seat-assignment.mjs" },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    minify: true,
    keepNames: true,
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}
