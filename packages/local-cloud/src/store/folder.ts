import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const format = "local cloud";
/** Increases when collections are renamed or values change shape. Version 2: collections are named by service folder. */
const version = 2;
const markerName = "local-cloud.json";

/** A folder that the local cloud cannot use. The message says why, and how to fix it. */
export class FolderError extends Error {
  override readonly name = "FolderError";
}

export type FolderState = "new" | "ours";

/**
 * Whether `folder` is new or has a store. Changes nothing.
 *
 * @throws FolderError if it has other files, or is of another version
 */
export function inspect(folder: string): FolderState {
  const marker = join(folder, markerName);
  if (existsSync(marker)) return readMarker(folder, marker);
  const foreignFile = filesIn(folder).find((name) => name !== `${markerName}.new`);
  if (foreignFile === undefined) return "new";
  throw new FolderError(
    `The folder ${folder} is not a local cloud's: it holds '${foreignFile}' and no ${markerName}. ` +
      "It was not changed. Use a folder that is empty or does not exist yet.",
  );
}

/** Marks `folder` as a local cloud's; `initialized` once it has a store, so that a missing one is noticed. */
export function mark(folder: string, initialized: boolean): void {
  mkdirSync(folder, { recursive: true });
  const marker = join(folder, markerName);
  writeFileSync(`${marker}.new`, `${JSON.stringify({ format, version, initialized })}\n`);
  renameSync(`${marker}.new`, marker);
}

export function storeFolder(folder: string): string {
  return join(folder, "store");
}

export function writeOwner(folder: string): void {
  writeFileSync(join(folder, "pid"), `${process.pid}\n`);
}

export function removeOwner(folder: string): void {
  rmSync(join(folder, "pid"), { force: true });
}

export function inUse(folder: string): FolderError {
  const pid = owner(folder);
  const holder = pid === undefined ? "another local cloud" : `the local cloud with process id ${pid}`;
  const stop = pid === undefined ? "Stop that one" : `Stop that one (Ctrl-C in its terminal, or: kill ${pid})`;
  return new FolderError(`The folder ${folder} is in use by ${holder}. ${stop}, or use another folder.`);
}

export function corrupt(folder: string, reason: string): FolderError {
  return new FolderError(
    `The local cloud's state in ${folder} is damaged: ${reason}. It was not overwritten. ` +
      "Move the folder away (or delete it, if nothing in it is needed) and start again; deploying brings the stack back.",
  );
}

function readMarker(folder: string, marker: string): FolderState {
  let content: { format?: unknown; version?: unknown; initialized?: unknown };
  try {
    content = JSON.parse(readFileSync(marker, "utf8"));
  } catch (error) {
    throw corrupt(folder, `${markerName} is not JSON (${(error as Error).message})`);
  }
  // Check the version first: earlier versions had another name for the format.
  if (typeof content?.version === "number" && content.version !== version) {
    throw new FolderError(
      `The folder ${folder} has format version ${content.version}, but this program needs version ${version}. ` +
        "It was not changed. Delete it and deploy again, use another folder, or use the version that wrote it.",
    );
  }
  if (content?.format !== format || content.version !== version) {
    const { format, version } = content ?? {};
    throw corrupt(
      folder,
      `${markerName} contains the format ${JSON.stringify(format)}, version ${JSON.stringify(version)}`,
    );
  }
  return content.initialized === true ? "ours" : "new";
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    throw new FolderError(`The folder ${folder} cannot be used: ${message}. Use another folder.`);
  }
}

function owner(folder: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(folder, "pid"), "utf8"), 10) || undefined;
  } catch {
    return undefined;
  }
}
