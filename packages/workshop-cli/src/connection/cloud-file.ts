import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { isAlive } from "@event-choreography/local-cloud/file-lock";
import { workshopFolder } from "../root.ts";
import { Failure } from "../terminal/failure.ts";
import { folderIdentity } from "./folder-identity.ts";
import { askHost } from "./host-identity.ts";

/** What the other commands need to find and use a running local cloud. */
export interface RunningCloud {
  /** Unique to this start. */
  instance: string;
  pid: number;
  endpoint: string;
  providerPort: number;
  region: string;
  accountId: string;
  /** Unique to this account, unlike its twelve digits. */
  account: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** The folder of the cloud's data and the stack's state. */
  folder: string;
}

/** What cloud.json says. */
interface AnnouncedCloud extends RunningCloud {
  /** Nobody answers at its endpoint for a moment: it starts again, empty. */
  emptying: boolean;
}

const file = join(workshopFolder, "cloud.json");

/** How long a command waits for a cloud that starts again. */
const longestEmptyingMs = 30_000;

/**
 * Lets the other commands find this cloud, also while it is `emptying`. The file names the folder relative to itself,
 * since both may be moved.
 */
export function announceCloud(cloud: RunningCloud, { emptying = false } = {}): void {
  mkdirSync(workshopFolder, { recursive: true });
  const content = { ...cloud, emptying, folder: relative(workshopFolder, cloud.folder) };
  const draft = `${file}.${process.pid}`;
  // Its keys are valid only for this local cloud, but other users of the machine should not read them either.
  writeFileSync(draft, JSON.stringify(content, null, 2), { mode: 0o600 });
  try {
    renameSync(draft, file);
  } catch {
    // There is a folder of that name.
    rmSync(file, { recursive: true, force: true });
    renameSync(draft, file);
  }
}

export function retractCloud({ instance }: RunningCloud): void {
  if (readCloudFile()?.instance === instance) rmSync(file, { force: true });
}

/**
 * The running local cloud of this folder, or undefined. It is recognized by what it answers: the file may be left from a
 * killed cloud, whose process id and port another program has now, or copied from another folder, whose cloud is not ours.
 */
export async function findRunningCloud(): Promise<RunningCloud | undefined> {
  const giveUpAt = Date.now() + longestEmptyingMs;
  for (;;) {
    const announced = readCloudFile();
    if (!announced) return undefined;
    const { emptying: _, ...cloud } = announced;
    const host = await askHost(cloud.endpoint);
    if (host === "nobody" && isEmptyingOrEmptied(announced) && Date.now() < giveUpAt) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    // It may be too busy to answer: then the command that asked says so.
    if (host === "silent") return cloud;
    if (typeof host === "string") return undefined;
    const isOurs = host.instance === cloud.instance && host.folder === folderIdentity();
    return isOurs ? { ...cloud, account: host.account } : undefined;
  }
}

/** Whether nobody answered because the cloud was starting again: it is, or it was while we asked. */
function isEmptyingOrEmptied(asked: AnnouncedCloud): boolean {
  const now = readCloudFile();
  if (!now) return false;
  return now.emptying ? isAlive(now.pid) : asked.emptying || now.account !== asked.account;
}

const texts = ["instance", "endpoint", "region", "accountId", "account", "accessKeyId", "secretAccessKey", "folder"];

function readCloudFile(): AnnouncedCloud | undefined {
  try {
    const content = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown> | null;
    const isWhole =
      texts.every((name) => typeof content?.[name] === "string") && Number.isInteger(content?.providerPort);
    if (!isWhole) return undefined;
    const cloud = content as unknown as AnnouncedCloud;
    return { ...cloud, folder: resolve(workshopFolder, cloud.folder) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") throw anotherUsers();
    return undefined;
  }
}

function anotherUsers(): Failure {
  return new Failure(
    "This folder is another user's: .workshop/cloud.json cannot be read.",
    "Use a copy of the workshop of your own, or log in as the user who started the local cloud here.",
    2,
  );
}
