import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workshopFolder } from "../root.ts";

/** What a running local cloud says of itself, so that the other commands find it. */
export interface RunningCloud {
  pid: number;
  endpoint: string;
  providerPort: number;
  region: string;
  accountId: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Where the cloud, and the stack's state with it, is kept. */
  folder: string;
}

const file = join(workshopFolder, "cloud.json");

export function announceCloud(cloud: RunningCloud): void {
  mkdirSync(workshopFolder, { recursive: true });
  // The keys in it open nothing but this local cloud; still they are nobody else's business.
  writeFileSync(file, JSON.stringify(cloud, null, 2), { mode: 0o600 });
}

export function retractCloud(): void {
  const running = readCloudFile();
  if (running?.pid === process.pid) rmSync(file, { force: true });
}

/** The local cloud that runs now, or undefined: a file that a killed one left behind does not count. */
export function findRunningCloud(): RunningCloud | undefined {
  const cloud = readCloudFile();
  return cloud && isAlive(cloud.pid) ? cloud : undefined;
}

function readCloudFile(): RunningCloud | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as RunningCloud;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
