import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { Failure } from "../terminal/failure.ts";

/** Path and text of every file of the steps. Paths are relative to the root, with "/". */
export type Originals = ReadonlyMap<string, string>;

const packedFile = "packages/workshop-cli/originals.txt";
const packedChapters = "packages/workshop-cli/chapters.txt";
const folders = ["infra", "services", "steps"];

/**
 * The steps' files as this version of the workshop ships them. They are packed with the command, so
 * that they are available no matter what the learner has since changed, committed or pulled.
 */
export function readOriginals(root: string): Originals {
  return readPacked(root, packedFile);
}

/** The chapters as this version of the workshop ships them. Only `reset` writes them. */
export function readChapters(root: string): Originals {
  return readPacked(root, packedChapters);
}

function readPacked(root: string, packedFile: string): Originals {
  const file = join(root, packedFile);
  if (!existsSync(file)) {
    throw new Failure(
      `${packedFile} is missing: the workshop is incomplete.`,
      `Restore it (git checkout -- ${packedFile}), or clone the repository again.`,
    );
  }
  try {
    return unpack(readFileSync(file, "utf8"));
  } catch {
    throw new Failure(`${packedFile} cannot be read.`, `Restore it: git checkout -- ${packedFile}`);
  }
}

/** Packs the working copy's files and chapters as the originals. For maintainers: `npm run originals`. */
export function packOriginals(root: string): void {
  writeFileSync(join(root, packedFile), pack(collectSources(root)));
  writeFileSync(join(root, packedChapters), pack(collectChapters(root)));
}

/**
 * A line for each file: its path, then its compressed text in Base64. A search through the repository finds each line
 * of code only once, and the blank lines between let git merge changes to different files.
 */
export function pack(files: Originals): string {
  const lines = [...files].map(([path, text]) => `${path} ${deflateRawSync(text, { level: 9 }).toString("base64")}\n`);
  return lines.join("\n");
}

/** The files in what `pack` returned. @throws Error if it is anything else. */
export function unpack(packed: string): Originals {
  const lines = packed.split(/\r?\n/).filter(Boolean);
  if (lines.length === 0) throw new Error("There are no files in it.");
  return new Map(
    lines.map((line) => {
      const [path, compressed] = line.split(" ") as [string, string];
      return [path, inflateRawSync(Buffer.from(compressed, "base64")).toString()];
    }),
  );
}

/** The working copy's current source files, by path. */
export function collectSources(root: string): Map<string, string> {
  return collect(root, folders, ".ts");
}

/** The working copy's current chapters, by path. */
export function collectChapters(root: string): Map<string, string> {
  return collect(root, ["steps"], "/README.md");
}

function collect(root: string, folders: readonly string[], end: string): Map<string, string> {
  const paths = folders.flatMap((folder) => filesBelow(root, folder)).filter((path) => path.endsWith(end));
  return new Map(paths.sort().flatMap((path) => textOf(root, path)));
}

/** Empty for a file that cannot be read, such as a broken link. */
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
    if (entry.isDirectory()) return filesBelow(root, path);
    // A link may lead to a file. Anything else, such as a named pipe, would never end.
    return entry.isFile() || isFile(join(root, path)) ? [path] : [];
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
