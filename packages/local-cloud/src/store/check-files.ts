import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readRecords } from "./level-log.ts";
import { tablesIn } from "./level-manifest.ts";

/**
 * Notices damage that LevelDB does not, or only when it first reads there: a log whose middle cannot be read, and tables that
 * are missing or of another length than its manifest says. A log's torn end is no damage: a kill or a power cut leaves it.
 *
 * @param folder LevelDB's
 * @throws Error that names the file
 */
export function checkFiles(folder: string): void {
  const names = readdirSync(folder);
  for (const name of names.filter((each) => each.endsWith(".log"))) checkLog(folder, name);
  checkTables(folder, new Set(names));
}

function checkLog(folder: string, name: string): void {
  const { damagedAt } = readRecords(readFileSync(join(folder, name)));
  if (damagedAt !== undefined) throw new Error(`its log ${name} cannot be read at byte ${damagedAt}`);
}

/** A manifest that cannot be read is left to LevelDB, which says why. */
function checkTables(folder: string, names: ReadonlySet<string>): void {
  if (!names.has("CURRENT")) return;
  const manifest = readFileSync(join(folder, "CURRENT"), "utf8").trim();
  if (!names.has(manifest)) return;
  for (const { number, size } of tablesIn(readFileSync(join(folder, manifest))) ?? []) {
    const name = `${String(number).padStart(6, "0")}.ldb`;
    if (!names.has(name)) throw new Error(`its table ${name} is missing`);
    const found = statSync(join(folder, name)).size;
    if (found !== size) throw new Error(`its table ${name} has ${found} bytes and should have ${size}`);
  }
}
