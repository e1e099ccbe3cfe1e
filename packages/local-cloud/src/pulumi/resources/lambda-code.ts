import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { zipSync } from "fflate";
import { directoryCode } from "../../services/lambda/code/receive-code.ts";
import { ProviderError } from "../contract/errors.ts";
import { isMap, markingOf, type PropertyMap } from "../property-values/values.ts";

/** A Pulumi archive as the code of a Lambda function: a folder's path, or a zip. */
export async function codeOf(archive: PropertyMap): Promise<object> {
  if (typeof archive.path === "string") return codeAt(resolve(archive.path));
  if (isMap(archive.assets)) return { ZipFile: await zipOf(archive.assets) };
  throw new ProviderError("code: must be a FileArchive of a folder or a zip, or an AssetArchive of files and strings");
}

async function codeAt(path: string): Promise<object> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new ProviderError(`code: ${path} does not exist; build the function's code first`);
  return found.isDirectory() ? directoryCode(path) : { ZipFile: (await readFile(path)).toString("base64") };
}

async function zipOf(assets: PropertyMap): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  for (const [name, asset] of Object.entries(assets)) files[name] = await assetContent(name, asset as PropertyMap);
  return Buffer.from(zipSync(files, { level: 0 })).toString("base64");
}

async function assetContent(name: string, asset: PropertyMap): Promise<Uint8Array> {
  if (markingOf(asset) === "asset" && typeof asset.text === "string") return Buffer.from(asset.text);
  if (markingOf(asset) === "asset" && typeof asset.path === "string") return readFile(resolve(asset.path));
  throw new ProviderError(`code: ${name} must be a StringAsset or a FileAsset`);
}
