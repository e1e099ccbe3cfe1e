import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { startWatchdog } from "./watchdog.ts";

const onLinux = process.platform === "linux";
/** A look at one process costs microseconds on Linux, and a program that has to be started elsewhere. */
const intervalMs = onLinux ? 50 : 1000;

interface Watched {
  mostBytes: number;
  onExceeded: () => void;
}

const watched = new Map<number, Watched>();
let looking = false;

/**
 * Calls `onExceeded` once when a process uses more memory than `mostBytes`. V8 limits only its own heap, and a handler that
 * never awaits cannot be asked how much it uses.
 *
 * @returns a function that ends this
 */
export function watchMemory(pid: number, mostBytes: number, onExceeded: () => void): () => void {
  const entry = { mostBytes, onExceeded };
  watched.set(pid, entry);
  lookLater();
  return () => {
    if (watched.get(pid) === entry) watched.delete(pid);
  };
}

function lookLater(): void {
  if (looking || watched.size === 0) return;
  looking = true;
  startWatchdog(intervalMs, look);
}

async function look(): Promise<void> {
  const used = await memoryOf([...watched.keys()]);
  for (const [pid, bytes] of used) {
    const entry = watched.get(pid);
    if (!entry || bytes <= entry.mostBytes) continue;
    watched.delete(pid);
    entry.onExceeded();
  }
  looking = false;
  lookLater();
}

/** The memory in use, in bytes, by process id. Processes that have ended are left out. */
export async function memoryOf(
  pids: readonly number[],
  platform: string = process.platform,
): Promise<Map<number, number>> {
  if (pids.length === 0) return new Map();
  if (platform === "linux") return new Map(pids.flatMap(statusOf));
  if (platform === "win32") {
    const lines = await outputOf("tasklist", ["/FO", "CSV", "/NH"]);
    return new Map(lines.flatMap(taskOf).filter(([pid]) => pids.includes(pid)));
  }
  const lines = await outputOf("ps", ["-o", "pid=,rss=", "-p", pids.join(",")]);
  return new Map(lines.map((line) => line.trim().split(/\s+/).map(Number)).map(([pid, kB]) => [pid!, kB! * 1024]));
}

/** See proc_pid_status(5). */
function statusOf(pid: number): Array<[number, number]> {
  try {
    const kB = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
    return kB === undefined ? [] : [[pid, Number(kB) * 1024]];
  } catch {
    return [];
  }
}

/** A line such as "node.exe","4242","Console","1","45,120 K", whose thousands are separated as the user's locale does. */
function taskOf(line: string): Array<[number, number]> {
  const [, pid, , , kB] = line.split('","');
  return kB === undefined ? [] : [[Number(pid), Number(kB.replace(/\D/g, "")) * 1024]];
}

function outputOf(program: string, args: string[]): Promise<string[]> {
  return new Promise((resolve) => {
    execFile(program, args, { windowsHide: true }, (_error, stdout) => resolve(stdout.split("\n").filter(Boolean)));
  });
}
