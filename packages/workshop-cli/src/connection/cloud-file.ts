import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workshopFolder } from "../root.ts";

/** What the other commands need to find and use a running local cloud. */
export interface RunningCloud {
  pid: number;
  endpoint: string;
  providerPort: number;
  region: string;
  accountId: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** The folder of the cloud's data and the stack's state. */
  folder: string;
}

const file = join(workshopFolder, "cloud.json");

export function announceCloud(cloud: RunningCloud): void {
  mkdirSync(workshopFolder, { recursive: true });
  // Its keys are valid only for this local cloud, but other users of the machine should not read them either.
  writeFileSync(file, JSON.stringify(cloud, null, 2), { mode: 0o600 });
}

export function retractCloud(): void {
  const running = readCloudFile();
  if (running?.pid === process.pid) rmSync(file, { force: true });
}

/** The running local cloud, or undefined. A file that a killed local cloud left behind does not count. */
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
