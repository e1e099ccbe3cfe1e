import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const format = "local cloud";
/** Increases when collections are renamed or values change shape. Version 3: log events, items and other history are in large collections. */
const version = 3;
const markerName = "local-cloud.json";

/**
 * Why a folder cannot be used. "unusable": the system does not let us, for example for lack of permission or space. The
 * others are about its content; "in use" passes by itself.
 */
export type FolderProblem = "in use" | "damaged" | "other version" | "not ours" | "unusable";

/** A folder that the local cloud cannot use. The message says why, and how to fix it. */
export class FolderError extends Error {
  override readonly name = "FolderError";
  readonly problem: FolderProblem;
  /** Why, without the folder and the fix. */
  readonly reason: string;

  constructor(problem: FolderProblem, reason: string, message: string) {
    super(message);
    this.problem = problem;
    this.reason = reason;
  }
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
  const reason = `it holds '${foreignFile}' and no ${markerName}`;
  throw new FolderError(
    "not ours",
    reason,
    `The folder ${folder} is not a local cloud's: ${reason}. ` +
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

/** Whether the process that last opened the store there still runs. */
export function isOwned(folder: string): boolean {
  const pid = owner(folder);
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

export function inUse(folder: string): FolderError {
  const pid = owner(folder);
  const holder = pid === undefined ? "another local cloud" : `the local cloud with process id ${pid}`;
  const stop = pid === undefined ? "Stop that one" : `Stop that one (Ctrl-C in its terminal, or: kill ${pid})`;
  return new FolderError(
    "in use",
    `it is in use by ${holder}`,
    `The folder ${folder} is in use by ${holder}. ${stop}, or use another folder.`,
  );
}

export function corrupt(folder: string, reason: string): FolderError {
  return new FolderError(
    "damaged",
    reason,
    `The local cloud's state in ${folder} is damaged: ${reason}. It was not overwritten. ` +
      "Move the folder away (or delete it, if nothing in it is needed) and start again; deploying brings the stack back.",
  );
}

/** The system does not let us use the folder. */
export function unusable(folder: string, reason: string): FolderError {
  return new FolderError(
    "unusable",
    reason,
    `The folder ${folder} cannot be used: ${reason}. Fix that, or use another folder.`,
  );
}

/** Codes of errors that are about the system, not about the content of the folder. */
const systemCodes = ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EMFILE", "ENFILE", "EIO", "ENOTDIR"];

/** The error of a file operation as one that says what is wrong with the folder. */
export function asFolderError(folder: string, error: unknown): Error {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return systemCodes.includes(code) ? unusable(folder, message) : (error as Error);
}

function readMarker(folder: string, marker: string): FolderState {
  let content: { format?: unknown; version?: unknown; initialized?: unknown };
  try {
    content = JSON.parse(readFileSync(marker, "utf8"));
  } catch (error) {
    if (systemCodes.includes((error as NodeJS.ErrnoException).code ?? "")) throw asFolderError(folder, error);
    throw corrupt(folder, `${markerName} is not JSON (${(error as Error).message})`);
  }
  // Check the version first: earlier versions had another name for the format.
  if (typeof content?.version === "number" && content.version !== version) {
    const reason = `it has format version ${content.version}, and this program needs version ${version}`;
    throw new FolderError(
      "other version",
      reason,
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
    throw unusable(folder, message);
  }
}

function owner(folder: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(folder, "pid"), "utf8"), 10) || undefined;
  } catch {
    return undefined;
  }
}
