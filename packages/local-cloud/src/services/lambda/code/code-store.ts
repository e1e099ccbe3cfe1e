import { createHash } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Account } from "../../../core/account.ts";
import type { Code } from "../functions.ts";
import { compiledSuffix } from "./compiled-code.ts";
import { unzipFailed } from "./unzip.ts";

/** A file of a function's code. `path` is relative to the root, with forward slashes. */
export interface CodeFile {
  path: string;
  content: Uint8Array;
}

export function codeFolder(account: Account, code: Code): string {
  return join(codeRoot(account), code.folder);
}

/** SHA-256 of file names and contents; it does not depend on how the code was uploaded. */
export function contentHash(files: CodeFile[]): Buffer {
  const hash = createHash("sha256");
  for (const { path, content } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest();
}

/** Writes the files to a folder named after their hash, unless it exists. Returns the folder's name. */
export async function storeCode(account: Account, files: CodeFile[]): Promise<string> {
  const root = codeRoot(account);
  const name = contentHash(files).toString("hex");
  const folder = join(root, name);
  if (existsSync(folder)) return name;
  await prepareRoot(root);
  // Written under another name, then renamed: if the process dies, no folder is left incomplete.
  const temporary = join(root, `.writing-${name}-${account.random.hex(8)}`);
  try {
    await writeFiles(temporary, files);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // What Lambda's Linux takes, this system may not: a longer path, or other characters.
    if (!existsSync(folder)) throw isAboutNames(error) ? unzipFailed() : error;
  }
  return name;
}

async function writeFiles(folder: string, files: CodeFile[]): Promise<void> {
  for (const { path, content } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

function isAboutNames(error: unknown): boolean {
  return ["ENAMETOOLONG", "EINVAL", "EISDIR", "ENOTDIR", "EEXIST"].includes(
    (error as NodeJS.ErrnoException).code ?? "",
  );
}

/** Every file below a folder on this machine. */
export async function readDirectory(folder: string): Promise<CodeFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: CodeFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const absolute = join(entry.parentPath, entry.name);
    const path = absolute.slice(folder.length).replaceAll("\\", "/").replace(/^\/+/, "");
    files.push({ path, content: await readFile(absolute) });
  }
  return files;
}

/** Removes every folder that no function uses, such as replaced code or the remains of a kill. */
export function sweepCode(account: Account, used: ReadonlySet<string>): void {
  const root = codeRoot(account);
  if (!existsSync(root)) return;
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const isUsed = used.has(entry.name.replace(compiledSuffix, ""));
    if (entry.isDirectory() && !isUsed) rmSync(join(root, entry.name), { recursive: true, force: true });
  }
}

function codeRoot(account: Account): string {
  return join(account.dataFolder, "functions");
}

/** With its own package.json, Node does not treat .js files as ES modules because of a package further up. */
async function prepareRoot(root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  const manifest = join(root, "package.json");
  if (!existsSync(manifest)) await writeFile(manifest, "{}\n");
}
