import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import type { FunctionCode } from "@aws-sdk/client-lambda";
import type { Account } from "../../../core/account.ts";
import type { Wire } from "../../../core/service.ts";
import { invalidParameter, notEmulated } from "../errors.ts";
import type { Code } from "../functions.ts";
import { contentHash, readDirectory, storeCode } from "./code-store.ts";
import { unzip } from "./unzip.ts";

/** JSON cannot carry a symbol, so no request from outside can name a folder on this machine. */
const directory = Symbol("directory");

/** The members that carry code: `Code` of CreateFunction, or the input of UpdateFunctionCode. */
export type CodeInput = Pick<Wire<FunctionCode>, "ZipFile" | "S3Bucket" | "S3Key" | "ImageUri"> & {
  [directory]?: string;
};

/**
 * Code for a call from within this process: the files of a folder, not zipped. CodeSha256 is
 * the hash of their names and contents.
 *
 * @example account.call({ service: "lambda", operation: "CreateFunction", input: { Code: directoryCode("/abs/dist/charge"), … } })
 */
export function directoryCode(path: string): CodeInput {
  if (!isAbsolute(path)) throw new TypeError(`A function's code directory must be an absolute path, not '${path}'.`);
  return { [directory]: path };
}

/** Stores the code in the request; undefined if it has none. */
export async function receiveCode(account: Account, input: CodeInput): Promise<Code | undefined> {
  const path = input[directory];
  if (path !== undefined) return receiveDirectory(account, path);
  if (input.S3Bucket || input.S3Key) throw notEmulated("code in S3 (use ZipFile)");
  if (input.ImageUri) throw notEmulated("container images (use ZipFile)");
  if (!input.ZipFile) return undefined;
  const archive = Buffer.from(input.ZipFile, "base64");
  const folder = await storeCode(account, unzip(archive));
  return { folder, sha256: createHash("sha256").update(archive).digest("base64"), sizeBytes: archive.length };
}

async function receiveDirectory(account: Account, path: string): Promise<Code> {
  const files = await readDirectory(path);
  if (files.length === 0) throw invalidParameter(`The code directory ${path} has no files.`);
  const sizeBytes = files.reduce((size, { content }) => size + content.length, 0);
  return { folder: await storeCode(account, files), sha256: contentHash(files).toString("base64"), sizeBytes };
}
