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

/** What a file is to become: its content, or null where it is to go. Paths are relative to the root, with "/". */
export type TreeChanges = ReadonlyMap<string, string | Buffer | null>;

/** The same, down to the bytes. */
type Change = readonly [path: string, content: Buffer | null];

/**
 * The one way in which a command writes to the learner's files. Saves every file that it is about
 * to change, with the time and the reason; then writes all of them, or, where that fails, none.
 * Killed half-way, `finishInterruptedChange` takes it up. A text goes in with the line ends that
 * the file has; bytes go in as they are.
 *
 * @param step The step under way from then on, for whoever finishes the change if we are killed.
 * @returns The save, or undefined if nothing differed.
 * @throws Failure that names the file that could not be written; the tree is then as it was.
 */
export function changeTree(
  workspace: Workspace,
  changes: TreeChanges,
  reason: string,
  step?: number,
): Save | undefined {
  return withLock(workspace, () => {
    // Another command may have been killed since we began.
    finish(workspace);
    return change(workspace, changes, reason, step);
  });
}

/**
 * Finishes a change that was interrupted. A file that was edited in the meantime is saved once
 * more before it is written.
 *
 * @returns What was interrupted, or undefined if nothing was.
 */
export function finishInterruptedChange(workspace: Workspace): Pick<Journal, "reason" | "step"> | undefined {
  if (!readJournal(workspace)) return undefined;
  // It may be that of a command which is at it just now: with the lock in hand, we look again.
  return withLock(workspace, () => finish(workspace));
}

function finish(workspace: Workspace): Journal | undefined {
  const journal = readJournal(workspace);
  if (!journal) return undefined;
  change(workspace, journal.changes, `${journal.reason} (finished after an interruption)`, journal.step);
  removeJournal(workspace);
  return journal;
}

function change(workspace: Workspace, changes: TreeChanges, reason: string, step: number | undefined) {
  const real = orFailure(() => realChanges(workspace, changes));
  if (real.length === 0) return undefined;
  for (const [path] of real) refuseOutside(workspace, path);
  const save = orFailure(() => writeSave(workspace, { reason, files: before(workspace, real) }));
  orFailure(() => writeJournal(workspace, { reason, step, changes: new Map(real) }));
  try {
    for (const [path, content] of real) writeFile(workspace, path, content);
  } catch (error) {
    undo(workspace, save);
    throw inWords(error);
  } finally {
    removeJournal(workspace);
  }
  return save;
}

function realChanges(workspace: Workspace, changes: TreeChanges): Change[] {
  return [...changes].flatMap(([path, content]): Change[] => {
    const now = readIfThere(workspace, path);
    const wanted = typeof content === "string" ? Buffer.from(withLineEndsOf(now, content)) : content;
    const isSame = wanted === null ? now === null : now?.equals(wanted);
    return isSame ? [] : [[path, wanted]];
  });
}

/** On Windows, Git may have given every file its own line ends; those are no difference, and stay. */
function withLineEndsOf(now: Buffer | null, text: string): string {
  if (!now?.includes("\r\n") || text.includes("\r\n")) return text;
  return text.replaceAll("\n", "\r\n");
}

function before(workspace: Workspace, changes: readonly Change[]): Map<string, Buffer | null> {
  return new Map(changes.map(([path]) => [path, readIfThere(workspace, path)]));
}

/** What could not be written was not changed either: only what was is put back. */
function undo(workspace: Workspace, save: Save): void {
  try {
    for (const change of realChanges(workspace, save.files)) writeFile(workspace, ...change);
  } catch (error) {
    throw new Failure(
      `Some files could not be written, and some others not be put back: ${(error as Error).message}`,
      `All of yours are saved. Bring them back with: npx workshop restore ${save.name}`,
    );
  }
}

function readIfThere({ root }: Workspace, path: string): Buffer | null {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file) : null;
}

/** Writes beside and renames: a reader, and a kill at any moment, sees the old content or the new one, never half. */
function writeFile({ root, kept }: Workspace, path: string, content: Buffer | null): void {
  const file = join(root, path);
  if (content === null) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  const mode = existsSync(file) ? statSync(file).mode : undefined;
  const temporary = join(kept, "writing");
  writeFileSync(temporary, content);
  if (mode !== undefined) chmodSync(temporary, mode);
  renameSync(temporary, file);
}

/** A link, or a path that leads out of the repository, is nothing of ours. */
function refuseOutside({ root }: Workspace, path: string): void {
  const file = join(root, path);
  const leadsOut = !file.startsWith(root.endsWith(sep) ? root : root + sep) || path.split("/").includes("..");
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  const parent = existsSync(dirname(file)) ? realpathSync(dirname(file)) : undefined;
  const parentOutside = parent !== undefined && !`${parent}${sep}`.startsWith(`${realpathSync(root)}${sep}`);
  if (!leadsOut && !isLink && !parentOutside) return;
  throw new Failure(
    `Nothing was changed: ${path} is a link, or leads out of this repository.`,
    "Put a real file there, then run the same command again.",
  );
}

/** Before anything of the tree is written, whatever goes wrong leaves it as it was. */
function orFailure<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw inWords(error);
  }
}

function inWords(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { code, message, path = "" } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC")
    return new Failure("Nothing was changed: the disk is full.", "Make room, then run the same command again.");
  if (code === "EISDIR")
    return new Failure(
      `Nothing was changed: a folder stands where a file belongs (${path || message}).`,
      "Move it away, then run the same command again.",
    );
  return new Failure(
    `Nothing was changed: ${message}`,
    "Make the file writable (or close the program that holds it), then run the same command again.",
  );
}
