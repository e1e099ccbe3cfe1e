import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { StackError } from "./errors.ts";

/** Keeps a second deployment away from the same state; gives what ends that. A lock whose process is gone does not count. */
export function lock(stateFile: string | undefined): () => void {
  if (!stateFile) return () => {};
  const file = `${stateFile}.lock`;
  mkdirSync(dirname(file), { recursive: true });
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = holderOf(file);
      if (attempt === 0 && !isAlive(holder)) rmSync(file, { force: true });
      else
        throw new StackError(`Another deployment of this stack is under way (process ${holder}). Wait for it to end.`);
    }
  }
}

function holderOf(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return Number.NaN;
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
