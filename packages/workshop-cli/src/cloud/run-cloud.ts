import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cloud, startCloud } from "@event-choreography/local-cloud";
import { createProvider, serveProvider } from "@event-choreography/local-cloud/pulumi-provider";
import { announceCloud, findRunningCloud, type RunningCloud, retractCloud } from "../connection/cloud-file.ts";
import { workshopFolder } from "../root.ts";
import { Failure } from "../terminal/failure.ts";
import { speedFrom } from "./speed.ts";

export { useTypeScriptLoader } from "../compiled/typescript-loader.ts";

export interface CloudOptions {
  /** The port to listen on; 0 takes any free one. */
  port: number;
  /** Keep no data after it stops. */
  ephemeral: boolean;
  /** Let the other commands find this cloud, and use it. */
  announce: boolean;
  /** How fast its clock runs: at 60, a minute passes in a second. Default: 1, the system time. */
  speed?: number;
  /** Changes of rules, roles and permissions take seconds to take effect, as on AWS. Default: false. */
  eventual?: boolean;
}

/** A local cloud in this process. */
export interface HostedCloud {
  running: RunningCloud;
  cloud: Cloud;
  close(): Promise<void>;
}

/** Starts a local cloud in this process. @throws Failure if one is running, or the port is taken. */
export async function runCloud(options: CloudOptions): Promise<HostedCloud> {
  const { port, ephemeral, announce, speed = 1 } = options;
  if (announce) refuseSecond();
  const folder = ephemeral ? mkdtempSync(join(tmpdir(), "workshop-cloud-")) : join(workshopFolder, "cloud");
  mkdirSync(folder, { recursive: true });
  const cloud = await start({ port, folder, ephemeral, speed });
  if (options.eventual) cloud.faults.add({ kind: "eventual" });
  const provider = await serveProvider(createProvider(cloud.account));
  const running: RunningCloud = {
    pid: process.pid,
    endpoint: cloud.endpoint,
    providerPort: provider.port,
    region: cloud.region,
    accountId: cloud.account.id,
    accessKeyId: cloud.credentials.accessKeyId,
    secretAccessKey: cloud.credentials.secretAccessKey,
    folder,
  };
  if (announce) announceCloud(running);
  const close = async () => {
    if (announce) retractCloud();
    await provider.close();
    await cloud.close();
    if (ephemeral) rmSync(folder, { recursive: true, force: true });
  };
  return { running, cloud, close };
}

async function start({
  port,
  folder,
  ephemeral,
  speed,
}: {
  port: number;
  folder: string;
  ephemeral: boolean;
  speed: number;
}): Promise<Cloud> {
  try {
    const clock = { scale: speed };
    return await startCloud({ port, clock, ...(ephemeral ? { ephemeral: true } : { folder: join(folder, "data") }) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
      throw new Failure(`Port ${port} is in use by another program.`, "Use another port, or any free one: --port 0", 2);
    }
    throw error;
  }
}

function refuseSecond(): void {
  const other = findRunningCloud();
  if (!other) return;
  throw new Failure(
    `A local cloud is already running at ${other.endpoint} (process ${other.pid}).`,
    "Use that one, or stop it first with Ctrl-C in its terminal.",
    2,
  );
}

/** The options that `start` and `cloud` share, as commander passes them. @throws Failure if one is invalid. */
export function cloudOptionsFrom(options: {
  port?: string;
  ephemeral?: boolean;
  speed?: string;
  eventual?: boolean;
}): CloudOptions {
  return {
    port: portFrom(options.port),
    ephemeral: options.ephemeral ?? false,
    announce: true,
    speed: speedFrom(options.speed),
    eventual: options.eventual ?? false,
  };
}

function portFrom(text = "4567"): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Failure(`--port takes a number from 0 to 65535, but got "${text}".`, "For example: --port 4567");
}
