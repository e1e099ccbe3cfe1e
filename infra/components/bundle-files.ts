import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Stands beside a bundle's folder: what the bundle was made from. */
interface Origin {
  sources: string[];
  /** Of the sources' contents. */
  fingerprint: string;
}

/** Whether the bundle in `folder` is there, and none of its sources has changed since it was made. */
export async function isUpToDate(root: string, folder: string): Promise<boolean> {
  if (!existsSync(join(folder, "index.mjs"))) return false;
  const origin: Origin | undefined = await readFile(`${folder}.json`, "utf8").then(JSON.parse, () => undefined);
  return origin !== undefined && origin.fingerprint === (await fingerprint(root, origin.sources));
}

export async function saveBundle(root: string, folder: string, code: Uint8Array, sources: string[]): Promise<void> {
  const origin: Origin = { sources, fingerprint: await fingerprint(root, sources) };
  await writeWhole(folder, join(folder, "index.mjs"), code);
  await writeWhole(folder, `${folder}.json`, JSON.stringify(origin));
}

async function fingerprint(root: string, sources: string[]): Promise<string> {
  const hash = createHash("sha256");
  const texts = await Promise.all(sources.map((path) => readFile(join(root, path)).catch(() => "missing")));
  for (const text of texts) hash.update(text).update("\0");
  return hash.digest("hex");
}

/** Another process may read the file, or archive its folder, at any time: the file comes into its place as a whole. */
async function writeWhole(folder: string, path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draft = join(dirname(folder), `.${randomUUID()}`);
  await writeFile(draft, content);
  await rename(draft, path);
}
