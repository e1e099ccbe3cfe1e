import { rm } from "node:fs/promises";
import type { Account } from "../core/account.ts";
import { codeFolder, contentHash, readDirectory } from "../services/lambda/code/code-store.ts";
import type { FunctionRecord } from "../services/lambda/functions.ts";

/**
 * The names of the functions whose code is missing or is not what was uploaded. Damaged code is removed, so that the same
 * code can be uploaded again.
 */
export async function findLostCode(account: Account): Promise<string[]> {
  const functions = [...account.store.collection<FunctionRecord>("lambda/functions").values()];
  const lost = await Promise.all(
    functions.map(async ({ name, code }) => ((await isWhole(account, code)) ? [] : [name])),
  );
  return lost.flat();
}

async function isWhole(account: Account, code: FunctionRecord["code"]): Promise<boolean> {
  const folder = codeFolder(account, code);
  // A folder is named after the hash of its content.
  const files = await readDirectory(folder).catch(() => undefined);
  if (files && contentHash(files).toString("hex") === code.folder) return true;
  await rm(folder, { recursive: true, force: true });
  return false;
}
