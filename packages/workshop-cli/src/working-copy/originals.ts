import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { Failure } from "../terminal/failure.ts";

/** Path and text of every file that a step is made of. Paths are relative to the root, with "/". */
export type Originals = ReadonlyMap<string, string>;

// Compressed, so that a search through the repository finds each line of code once.
const packedFile = "packages/workshop-cli/originals.json.gz";
const folders = ["infra", "services", "steps"];

/**
 * The files of the steps as this version of the workshop ships them. They are packed beside the
 * command, so that they are at hand whatever the learner has changed, committed or pulled since.
 */
export function readOriginals(root: string): Originals {
  const file = join(root, packedFile);
  if (!existsSync(file)) {
    throw new Failure(
      `${packedFile} is missing: this is not the whole workshop.`,
      `Bring it back (git checkout -- ${packedFile}), or clone the repository again.`,
    );
  }
  try {
    return new Map(Object.entries(JSON.parse(gunzipSync(readFileSync(file)).toString()) as Record<string, string>));
  } catch {
    throw new Failure(`${packedFile} cannot be read.`, `Bring it back: git checkout -- ${packedFile}`);
  }
}

/** Packs the tree's own files as the originals: for the workshop's maintainers, by `npm run originals`. */
export function packOriginals(root: string): void {
  const files = Object.fromEntries(collectSources(root));
  writeFileSync(join(root, packedFile), gzipSync(JSON.stringify(files), { level: 9 }));
}

/** The tree's files as they stand, by path; chapters are left out, since no command writes those. */
export function collectSources(root: string): Map<string, string> {
  const paths = folders.flatMap((folder) => filesBelow(root, folder)).filter((path) => path.endsWith(".ts"));
  return new Map(paths.sort().flatMap((path) => textOf(root, path)));
}

/** None of a file that cannot be read: a link that leads nowhere, say. */
function textOf(root: string, path: string): [path: string, text: string][] {
  try {
    return [[path, readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n")]];
  } catch {
    return [];
  }
}

function filesBelow(root: string, folder: string): string[] {
  if (!statSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}
