import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Stored next to a bundle's folder: what the bundle was built from. */
interface Origin {
  sources: string[];
  /** A hash of the sources' contents. */
  fingerprint: string;
}

/** Whether the bundle in `folder` exists and none of its sources has changed since it was built. */
export async function isUpToDate(root: string, folder: string): Promise<boolean> {
  if (!existsSync(join(folder, "index.mjs"))) return false;
  const origin: Origin | undefined = await readFile(`${folder}.json`, "utf8").then(JSON.parse, () => undefined);
  return origin !== undefined && origin.fingerprint === (await fingerprint(root, origin.sources));
}

export async function saveBundle(root: string, folder: string, code: Uint8Array, sources: string[]): Promise<void> {
  const origin: Origin = { sources, fingerprint: await fingerprint(root, sources) };
  await writeAtomically(folder, join(folder, "index.mjs"), code);
  await writeAtomically(folder, `${folder}.json`, JSON.stringify(origin));
}

async function fingerprint(root: string, sources: string[]): Promise<string> {
  const hash = createHash("sha256");
  const texts = await Promise.all(sources.map((path) => readFile(join(root, path)).catch(() => "missing")));
  for (const text of texts) hash.update(text).update("\0");
  return hash.digest("hex");
}

/** Writes a temporary file and renames it, since another process may read the file or archive its folder at any time. */
async function writeAtomically(folder: string, path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draft = join(dirname(folder), `.${randomUUID()}`);
  await writeFile(draft, content);
  await rename(draft, path);
}
