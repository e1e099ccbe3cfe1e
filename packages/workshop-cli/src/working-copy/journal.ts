import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { note } from "../terminal/output.ts";
import type { Workspace } from "./workspace.ts";

/** The record of a pending change. While the file exists, the next command finishes the change. */
export interface Journal {
  reason: string;
  /** The current step after the change, if the change sets it. */
  step?: number;
  changes: ReadonlyMap<string, Buffer | null>;
}

/** The journal in JSON, with contents in base64, since a file need not be text. */
interface WrittenJournal {
  reason: string;
  step?: number;
  changes: [path: string, base64: string | null][];
}

export function writeJournal(workspace: Workspace, { reason, step, changes }: Journal): void {
  const written: WrittenJournal = {
    reason,
    step,
    changes: [...changes].map(([path, content]) => [path, content?.toString("base64") ?? null]),
  };
  const temporary = join(workspace.dataFolder, "writing");
  writeFileSync(temporary, JSON.stringify(written));
  renameSync(temporary, journalFile(workspace));
}

/** The pending change, if there is one. A journal that cannot be read is moved aside. */
export function readJournal(workspace: Workspace): Journal | undefined {
  const file = journalFile(workspace);
  if (!existsSync(file)) return undefined;
  try {
    const { reason, step, changes } = JSON.parse(readFileSync(file, "utf8")) as WrittenJournal;
    if (typeof reason !== "string") throw new Error("no reason");
    return {
      reason,
      step: Number.isInteger(step) ? step : undefined,
      changes: new Map(changes.map(([path, base64]) => [path, base64 === null ? null : Buffer.from(base64, "base64")])),
    };
  } catch {
    const aside = `${file}.unreadable-${Date.now()}`;
    renameSync(file, aside);
    note(`A command was interrupted, and its journal could not be read. It is now ${aside}.`);
    note("To see what the command had saved: npx workshop restore");
    return undefined;
  }
}

export function removeJournal(workspace: Workspace): void {
  rmSync(journalFile(workspace), { force: true });
}

function journalFile({ dataFolder }: Workspace): string {
  return join(dataFolder, "pending-change.json");
}
