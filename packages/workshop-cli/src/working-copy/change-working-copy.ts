import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";
import { Failure } from "../terminal/failure.ts";
import { type Journal, readJournal, removeJournal, writeJournal } from "./journal.ts";
import { withLock } from "./lock.ts";
import { type Save, writeSave } from "./saves.ts";
import type { Workspace } from "./workspace.ts";

/** The new content of each file, or null to delete it. Paths are relative to the root, with "/". */
export type FileChanges = ReadonlyMap<string, string | Buffer | null>;

/** A change to one file, in bytes. */
type Change = readonly [path: string, content: Buffer | null];

/**
 * Changes the learner's files; commands write to them in no other way. Saves every file that it will
 * change, with the time and the reason, then writes all of them, or none if one fails. If the process
 * is killed in between, `finishInterruptedChange` finishes the change. A string is written with the
 * line endings that the file has, a Buffer unchanged.
 *
 * @param step The current step after the change, for the command that finishes it if we are killed.
 * @returns The save, or undefined if nothing differed.
 * @throws Failure that names the file that could not be written; the working copy is then unchanged.
 */
export function changeWorkingCopy(
  workspace: Workspace,
  changes: FileChanges,
  reason: string,
  step?: number,
): Save | undefined {
  return withLock(workspace, () => {
    // Another command may have been killed since we started.
    finish(workspace);
    return change(workspace, changes, reason, step);
  });
}

/**
 * Finishes a change that was interrupted. A file that was edited in the meantime is saved again
 * before it is written.
 *
 * @returns What was interrupted, or undefined if nothing was.
 */
export function finishInterruptedChange(workspace: Workspace): Pick<Journal, "reason" | "step"> | undefined {
  if (!readJournal(workspace)) return undefined;
  // The journal may belong to a running command: read it again while holding the lock.
  return withLock(workspace, () => finish(workspace));
}

function finish(workspace: Workspace): Journal | undefined {
  const journal = readJournal(workspace);
  if (!journal) return undefined;
  change(workspace, journal.changes, `${journal.reason} (finished after an interruption)`, journal.step);
  removeJournal(workspace);
  return journal;
}

function change(workspace: Workspace, changes: FileChanges, reason: string, step: number | undefined) {
  const real = orFailure(() => realChanges(workspace, changes));
  if (real.length === 0) return undefined;
  for (const [path] of real) refuseOutside(workspace, path);
  const save = orFailure(() => writeSave(workspace, { reason, files: before(workspace, real) }));
  orFailure(() => writeJournal(workspace, { reason, step, changes: new Map(real) }));
  try {
    for (const [path, content] of real) writeFile(workspace, path, content);
  } catch (error) {
    undo(workspace, save);
    throw asFailure(error);
  } finally {
    removeJournal(workspace);
  }
  return save;
}

function realChanges(workspace: Workspace, changes: FileChanges): Change[] {
  return [...changes].flatMap(([path, content]): Change[] => {
    const now = readIfThere(workspace, path);
    const wanted = typeof content === "string" ? Buffer.from(withLineEndingsOf(now, content)) : content;
    const isSame = wanted === null ? now === null : now?.equals(wanted);
    return isSame ? [] : [[path, wanted]];
  });
}

/** On Windows, Git may have converted line endings. They do not count as a difference, and are kept. */
function withLineEndingsOf(now: Buffer | null, text: string): string {
  if (!now?.includes("\r\n") || text.includes("\r\n")) return text;
  return text.replaceAll("\n", "\r\n");
}

function before(workspace: Workspace, changes: readonly Change[]): Map<string, Buffer | null> {
  return new Map(changes.map(([path]) => [path, readIfThere(workspace, path)]));
}

/** Restores the files that were already written. */
function undo(workspace: Workspace, save: Save): void {
  try {
    for (const change of realChanges(workspace, save.files)) writeFile(workspace, ...change);
  } catch (error) {
    throw new Failure(
      `Some files could not be written, and others could not be restored: ${(error as Error).message}`,
      `All your files are saved. Bring them back with: npx workshop restore ${save.name}`,
    );
  }
}

function readIfThere({ root }: Workspace, path: string): Buffer | null {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file) : null;
}

/** Writes a temporary file and renames it, so that the file has its old or its new content, even if we are killed. */
function writeFile({ root, dataFolder }: Workspace, path: string, content: Buffer | null): void {
  const file = join(root, path);
  if (content === null) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  const mode = existsSync(file) ? statSync(file).mode : undefined;
  const write = (temporary: string) => {
    writeFileSync(temporary, content);
    if (mode !== undefined) chmodSync(temporary, mode);
    renameSync(temporary, file);
  };
  try {
    write(join(dataFolder, "writing"));
  } catch (error) {
    // .workshop is on another file system.
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    write(`${file}.writing`);
  }
}

/** Refuses links, and paths that lead out of the repository. */
function refuseOutside({ root }: Workspace, path: string): void {
  const file = join(root, path);
  const isOutside = !file.startsWith(root.endsWith(sep) ? root : root + sep) || path.split("/").includes("..");
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  const parent = existsSync(dirname(file)) ? realpathSync(dirname(file)) : undefined;
  const parentOutside = parent !== undefined && !`${parent}${sep}`.startsWith(`${realpathSync(root)}${sep}`);
  if (!isOutside && !isLink && !parentOutside) return;
  throw new Failure(
    `Nothing was changed: ${path} is a link, or leads out of this repository.`,
    "Put a real file there, then run the same command again.",
  );
}

/** For work before the first write: if it fails, the working copy is unchanged. */
function orFailure<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asFailure(error);
  }
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { code, message, path = "" } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC")
    return new Failure("Nothing was changed: the disk is full.", "Free some space, then run the same command again.");
  if (code === "EISDIR")
    return new Failure(
      `Nothing was changed: there is a folder where a file belongs (${path || message}).`,
      "Move the folder away, then run the same command again.",
    );
  return new Failure(
    `Nothing was changed: ${message}`,
    "Make the file writable (or close the program that uses it), then run the same command again.",
  );
}
