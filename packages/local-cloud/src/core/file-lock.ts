import { randomUUID } from "node:crypto";
import { closeSync, fstatSync, linkSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** The process that holds a lock. */
export interface LockHolder {
  pid: number;
  /** When it took the lock, in milliseconds since 1970. */
  since: number;
}

export interface LockOptions {
  /**
   * From this age on, in milliseconds, a lock counts as abandoned even if its process id is in use: by then the id
   * belongs to another process. Not needed on Linux, where a process is recognized by its start time. Default: no limit.
   */
  maxAgeMs?: number;
}

export type LockAttempt =
  | { acquired: true; release(): void }
  /** `holder` is undefined while it is unknown, e.g. because its file is still empty. */
  | { acquired: false; holder: LockHolder | undefined };

/** A file without a holder counts as abandoned after this time, in milliseconds. */
const graceMs = 2000;
const takeoverMaxAgeMs = 10_000;
/** While another process removes an abandoned lock, which takes a few milliseconds, we try again. */
const maxTries = 200;
const pauseMs = 5;

/**
 * Takes a lock between processes. If another process holds it, returns the holder at once. A lock whose process has
 * ended is taken over; of several processes that try, one succeeds.
 *
 * The file appears together with its content: it is written under another name and linked. Where the file system has
 * no hard links (FAT, some network drives) it is created empty, and a reader allows its writer a moment.
 *
 * @param file The lock file. Its folder must exist.
 * @throws Error if the file cannot be written, or is a folder.
 */
export function tryLock(file: string, { maxAgeMs = Number.POSITIVE_INFINITY }: LockOptions = {}): LockAttempt {
  for (let tries = 0; tries < maxTries; tries++) {
    const found = readLock(file);
    if (found && !isAbandoned(found, maxAgeMs)) return { acquired: false, holder: found.record };
    if (found) {
      removeAbandoned(file, found);
      continue;
    }
    const token = createLock(file);
    if (token !== undefined) return { acquired: true, release: () => releaseLock(file, token) };
  }
  return { acquired: false, holder: undefined };
}

/** The content of a lock file. */
interface LockRecord extends LockHolder {
  /** Unique to this lock. */
  token: string;
  /** When its process started, if the operating system shows that. */
  processStart?: string;
}

interface FoundLock {
  text: string;
  /** Milliseconds since 1970. */
  writtenAt: number;
  /** Undefined if the file is empty or damaged. */
  record: LockRecord | undefined;
}

function readLock(file: string): FoundLock | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, "r");
    const text = readFileSync(descriptor, "utf8");
    return { text, writtenAt: fstatSync(descriptor).mtimeMs, record: parseRecord(text) };
  } catch (error) {
    if (codeOf(error) === "ENOENT" || isBusy(error)) return undefined;
    throw error;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function parseRecord(text: string): LockRecord | undefined {
  try {
    const { pid, since, token, processStart } = JSON.parse(text) as LockRecord;
    return Number.isInteger(pid) && pid > 0 && token ? { pid, since, token, processStart } : undefined;
  } catch {
    return undefined;
  }
}

function isAbandoned({ record, writtenAt }: FoundLock, maxAgeMs: number): boolean {
  if (!record) return Date.now() - writtenAt > graceMs;
  if (!isAlive(record.pid)) return true;
  const start = startOf(record.pid);
  if (start !== undefined && record.processStart !== undefined) return start !== record.processStart;
  return Date.now() - record.since > maxAgeMs;
}

/**
 * Since the file was read, a faster process may have replaced it with its own lock. So removal takes a second lock, and
 * reads the file again while holding it. If the holder of that lock dies, this function removes that one, too.
 */
function removeAbandoned(file: string, found: FoundLock): void {
  const takeover = tryLock(`${file}.takeover`, { maxAgeMs: takeoverMaxAgeMs });
  if (!takeover.acquired) {
    pause();
    return;
  }
  try {
    const now = readLock(file);
    if (now?.text === found.text && now.writtenAt === found.writtenAt) rmSync(file, { force: true });
  } finally {
    takeover.release();
  }
}

/** Returns the new lock's token, or undefined if another process was faster. */
function createLock(file: string): string | undefined {
  const token = randomUUID();
  const record: LockRecord = { pid: process.pid, since: Date.now(), token, processStart: startOf(process.pid) };
  const text = JSON.stringify(record);
  const draft = `${file}.${token}`;
  writeFileSync(draft, text);
  try {
    linkSync(draft, file);
    return token;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return undefined;
    return createWithoutLink(file, text) ? token : undefined;
  } finally {
    rmSync(draft, { force: true });
  }
}

function createWithoutLink(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: "wx" });
  } catch (error) {
    if (isBusy(error)) pause();
    else if (codeOf(error) !== "EEXIST") throw error;
    return false;
  }
  // A process that was suspended between creating and writing may have lost the file to another.
  return readLock(file)?.text === text;
}

function releaseLock(file: string, token: string): void {
  if (readLock(file)?.record?.token === token) rmSync(file, { force: true });
}

/** Whether there is a process with this id, whoever it belongs to. One that has ended and was not waited for does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return processStat(pid)?.[0] !== "Z";
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** In clock ticks since the system started. Undefined where there is no /proc. */
function startOf(pid: number): string | undefined {
  return processStat(pid)?.[19];
}

/** The fields of /proc/PID/stat from the third (the state) on ("proc_pid_stat(5)", Linux manual pages). */
function processStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/** Windows briefly refuses access to a file that is being removed or that a virus scanner is reading. */
function isBusy(error: unknown): boolean {
  return process.platform === "win32" && ["EACCES", "EBUSY", "EPERM"].includes(codeOf(error) ?? "");
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
}
