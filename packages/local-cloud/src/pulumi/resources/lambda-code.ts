import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { directoryCode } from "../../services/lambda/code/receive-code.ts";
import { ProviderError } from "../contract/errors.ts";
import { isMap, markingOf, type PropertyMap } from "../property-values/values.ts";

/** A Pulumi archive as the code of a Lambda function: a folder's path, or a zip. */
export async function codeOf(archive: PropertyMap): Promise<object> {
  if (typeof archive.path === "string") return codeAt(resolve(archive.path));
  if (isMap(archive.assets)) return { ZipFile: await zipOf(archive.assets) };
  throw new ProviderError(
    "code: must be a FileArchive of a folder or a zip, or an AssetArchive of files, strings and archives",
  );
}

async function codeAt(path: string): Promise<object> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new ProviderError(`code: ${path} does not exist; build the function's code first`);
  return found.isDirectory() ? directoryCode(path) : { ZipFile: (await readFile(path)).toString("base64") };
}

async function zipOf(assets: PropertyMap): Promise<string> {
  const files = await filesOf("", assets);
  return Buffer.from(zipSync(files, { level: 0 })).toString("base64");
}

type Files = Record<string, Uint8Array>;

/** The files of an archive's members, by path. A member that is an archive is a folder, as in Pulumi's own provider. */
async function filesOf(folder: string, assets: PropertyMap): Promise<Files> {
  const files: Files = {};
  for (const [name, member] of Object.entries(assets)) {
    const path = folder + name;
    if (markingOf(member) === "archive") Object.assign(files, await archiveFiles(`${path}/`, member as PropertyMap));
    else files[path] = await assetContent(path, member as PropertyMap);
  }
  return files;
}

async function archiveFiles(folder: string, archive: PropertyMap): Promise<Files> {
  if (isMap(archive.assets)) return filesOf(folder, archive.assets);
  if (typeof archive.path !== "string") throw new ProviderError(`code: ${folder} must be a local archive`);
  const path = resolve(archive.path);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new ProviderError(`code: ${path} does not exist; build the function's code first`);
  return found.isDirectory() ? folderFiles(folder, path) : inFolder(folder, unzipped(path, await readFile(path)));
}

async function folderFiles(folder: string, path: string): Promise<Files> {
  const files: Files = {};
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[folder + relative(path, file).replaceAll("\\", "/")] = await readFile(file);
  }
  return files;
}

function unzipped(path: string, content: Uint8Array): Files {
  try {
    return unzipSync(content);
  } catch {
    throw new ProviderError(`code: ${path} is neither a folder nor a zip`);
  }
}

function inFolder(folder: string, files: Files): Files {
  const inside = Object.entries(files).filter(([name]) => !name.endsWith("/"));
  return Object.fromEntries(inside.map(([name, content]) => [folder + name, content]));
}

async function assetContent(name: string, asset: PropertyMap): Promise<Uint8Array> {
  if (markingOf(asset) === "asset" && typeof asset.text === "string") return Buffer.from(asset.text);
  if (markingOf(asset) === "asset" && typeof asset.path === "string") return readFile(resolve(asset.path));
  throw new ProviderError(`code: ${name} must be a StringAsset, a FileAsset or an archive`);
}
