import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
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

const file = join(workshopFolder, "cloud.json");

/** Lets the other commands find this cloud. The file names the folder relative to itself, since both may be moved. */
export function announceCloud(cloud: RunningCloud): void {
  mkdirSync(workshopFolder, { recursive: true });
  const content = { ...cloud, folder: relative(workshopFolder, cloud.folder) };
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
  const cloud = readCloudFile();
  if (!cloud) return undefined;
  const host = await askHost(cloud.endpoint);
  // It may be too busy to answer: then the command that asked says so.
  if (host === "silent") return cloud;
  if (typeof host === "string") return undefined;
  const isOurs = host.instance === cloud.instance && host.folder === folderIdentity();
  return isOurs ? { ...cloud, account: host.account } : undefined;
}

const texts = ["instance", "endpoint", "region", "accountId", "account", "accessKeyId", "secretAccessKey", "folder"];

function readCloudFile(): RunningCloud | undefined {
  try {
    const content = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown> | null;
    const isWhole =
      texts.every((name) => typeof content?.[name] === "string") && Number.isInteger(content?.providerPort);
    if (!isWhole) return undefined;
    const cloud = content as unknown as RunningCloud;
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
