import { createHash, type Hash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isMap, marked, markingOf, type PropertyMap, type PropertyValue } from "../property-values/values.ts";
import { StackError } from "../stack-state/errors.ts";

/** Adds to every archive and asset in `value` the hash of its content, as Pulumi's engine does before it calls a provider. */
export async function withHashes(value: PropertyValue): Promise<PropertyValue> {
  const marking = markingOf(value);
  if (marking === "archive" || marking === "asset") return withHash(value as PropertyMap, marking);
  if (Array.isArray(value)) return Promise.all(value.map(withHashes));
  if (!isMap(value)) return value;
  const members = Object.entries(value).map(async ([name, member]) => [name, await withHashes(member)] as const);
  return Object.fromEntries(await Promise.all(members));
}

async function withHash(content: PropertyMap, marking: "archive" | "asset"): Promise<PropertyMap> {
  const { path, text, assets } = content;
  const hash = createHash("sha256");
  if (typeof path === "string") {
    const absolute = resolve(path);
    await addPath(hash, absolute);
    return marked(marking, { hash: hash.digest("hex"), path: absolute });
  }
  if (typeof text === "string") return marked(marking, { hash: hash.update(text).digest("hex"), text });
  if (isMap(assets)) {
    const hashed = (await withHashes(assets)) as PropertyMap;
    for (const name of Object.keys(hashed).sort()) hash.update(`${name}\0${(hashed[name] as PropertyMap).hash}\0`);
    return marked(marking, { hash: hash.digest("hex"), assets: hashed });
  }
  throw new StackError(`A remote ${marking} (${String(content.uri)}) is not supported. Use a file or a folder.`);
}

async function addPath(hash: Hash, path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new StackError(`${path}, the content of an archive or asset, does not exist. Build it first.`);
  if (!found.isDirectory()) {
    hash.update(await readFile(path));
    return;
  }
  const names = (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const name of names) {
    const content = await readFile(name);
    hash.update(`${name.slice(path.length + 1).replaceAll("\\", "/")}\0${content.length}\0`).update(content);
  }
}
