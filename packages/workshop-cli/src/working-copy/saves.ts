import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workspace } from "./workspace.ts";

/** Files as they were before a command changed them. */
export interface Save {
  /** The name of its folder, which sorts by time: 2026-03-01T14-05-09.123Z. */
  name: string;
  /** E.g. "begin 3". */
  reason: string;
  /** Path and content, byte for byte; null for a file that did not exist. */
  files: ReadonlyMap<string, Buffer | null>;
}

/** Saves files unchanged, each as a separate file that a person can read and copy. */
export function writeSave(workspace: Workspace, { reason, files }: Omit<Save, "name">): Save {
  const folder = savesFolder(workspace);
  mkdirSync(folder, { recursive: true });
  const unfinished = join(workspace.dataFolder, "saving");
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  for (const [path, content] of files) {
    if (content === null) continue;
    const copy = join(unfinished, "files", path);
    mkdirSync(join(copy, ".."), { recursive: true });
    writeFileSync(copy, content);
  }
  writeFileSync(join(unfinished, "save.json"), JSON.stringify({ reason, paths: [...files.keys()] }, null, 2));
  const name = freeName(folder);
  // The folder of saves only ever contains complete ones.
  renameSync(unfinished, join(folder, name));
  return { name, reason, files };
}

/** All saves, newest first. */
export function listSaves(workspace: Workspace): Save[] {
  const folder = savesFolder(workspace);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort(byTime)
    .reverse()
    .flatMap((name) => readSave(join(folder, name), name));
}

/** The folder of a save's copies, for a person to look at. */
export function saveFolder(workspace: Workspace, save: Pick<Save, "name">): string {
  return join(savesFolder(workspace), save.name, "files");
}

/** A save whose manifest cannot be read still has its copies: they can be restored, and no file is deleted. */
function readSave(folder: string, name: string): Save[] {
  const { reason, paths } = readManifest(folder) ?? { reason: "unknown", paths: filesBelow(join(folder, "files")) };
  const contentOf = (path: string) => {
    const copy = join(folder, "files", path);
    return existsSync(copy) ? readFileSync(copy) : null;
  };
  return paths.length === 0 ? [] : [{ name, reason, files: new Map(paths.map((path) => [path, contentOf(path)])) }];
}

function readManifest(folder: string): { reason: string; paths: string[] } | undefined {
  try {
    const { reason, paths } = JSON.parse(readFileSync(join(folder, "save.json"), "utf8"));
    const isWhole = typeof reason === "string" && Array.isArray(paths) && paths.every((it) => typeof it === "string");
    return isWhole ? { reason, paths } : undefined;
  } catch {
    return undefined;
  }
}

function filesBelow(folder: string, lead = ""): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name), `${lead}${entry.name}/`) : [`${lead}${entry.name}`],
  );
}

function savesFolder({ dataFolder }: Workspace): string {
  return join(dataFolder, "saves");
}

/** The time, without the colons that Windows does not allow, and with a number if that name is taken. */
function freeName(folder: string): string {
  const time = new Date().toISOString().replaceAll(":", "-");
  let name = time;
  for (let n = 2; existsSync(join(folder, name)); n++) name = `${time}-${n}`;
  return name;
}

/** …Z, …Z-2, …Z-10. */
function byTime(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
