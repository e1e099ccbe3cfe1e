import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Cloud, startCloud } from "@event-choreography/local-cloud";
import { createProvider, serveProvider } from "@event-choreography/local-cloud/pulumi-provider";
import { announceCloud, findRunningCloud, type RunningCloud, retractCloud } from "../connection/cloud-file.ts";
import { folderIdentity } from "../connection/folder-identity.ts";
import { workshopFolder } from "../root.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paragraph } from "../terminal/output.ts";
import { unusableFolder } from "../terminal/unusable-folder.ts";
import type { CloudOptions } from "./cloud-options.ts";
import { countFile, isDeployedTo, isUnfinished, noteDeployment } from "./deployments.ts";
import { createHostRoute } from "./host-route.ts";
import { openCloud, stackFiles } from "./open-cloud.ts";
import { checkStack, nothingToRepair, type StackCheck } from "./stack-check.ts";
import { startFailure } from "./start-failure.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";
import { watchFolder } from "./watch-folder.ts";

export { useTypeScriptLoader } from "../compiled/typescript-loader.ts";

/** A local cloud in this process. */
export interface HostedCloud {
  running: RunningCloud;
  /** Resolves if the cloud cannot go on, with the reason. */
  failed: Promise<Failure>;
  /** Resolves when nothing is running or on its way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a local cloud in this process. @throws Failure if one is running, the port is taken, or the folder cannot be used. */
export async function runCloud(options: CloudOptions): Promise<HostedCloud> {
  if (options.announce) await refuseSecond();
  const folder = prepareFolder(options);
  try {
    return await new Hosting(options, folder).start();
  } catch (error) {
    folder.remove();
    throw await startFailure(error, options.port, options.command);
  }
}

/** @throws Failure if .workshop cannot be used */
function prepareFolder({ ephemeral }: CloudOptions): TemporaryFolder {
  try {
    mkdirSync(workshopFolder, { recursive: true });
    if (ephemeral) return temporaryFolder();
    const path = join(workshopFolder, "cloud");
    mkdirSync(path, { recursive: true });
    return { path, remove: () => {} };
  } catch (error) {
    throw unusableFolder(error);
  }
}

async function refuseSecond(): Promise<void> {
  const other = await findRunningCloud();
  if (!other) return;
  throw new Failure(
    `A local cloud is already running at ${other.endpoint} (process ${other.pid}).`,
    "Use that one, or stop it first with Ctrl-C in its terminal.",
    2,
  );
}

/** Runs one local cloud after the other, when it is emptied, at the same address and with the same keys. */
class Hosting {
  readonly #options: CloudOptions;
  readonly #folder: TemporaryFolder;
  readonly #instance = randomUUID();
  #cloud!: Cloud;
  #providerPort = 0;
  #check: Promise<StackCheck> = Promise.resolve(nothingToRepair);
  #stopWatching = () => {};
  #emptying: Promise<void> = Promise.resolve();
  #fail!: (reason: Failure) => void;
  readonly #failed = new Promise<Failure>((resolve) => {
    this.#fail = resolve;
  });

  constructor(options: CloudOptions, folder: TemporaryFolder) {
    this.#options = options;
    this.#folder = folder;
  }

  async start(): Promise<HostedCloud> {
    const { announce, port, speed = 1 } = this.#options;
    await this.#open({ port, clock: { scale: speed } });
    const provider = await serveProvider(this.#provider());
    this.#providerPort = provider.port;
    const running = this.#describe();
    this.#announce();
    this.#watch();
    this.#compare();
    const close = async () => {
      await this.#emptying;
      if (announce) retractCloud(running);
      this.#stopWatching();
      await provider.close();
      await this.#cloud.close();
      this.#folder.remove();
    };
    return { running, failed: this.#failed, idle: () => this.#cloud.account.activity.idle(), close };
  }

  async #open(options: Pick<NonNullable<Parameters<typeof startCloud>[0]>, "port" | "clock" | "credentials">) {
    const all = { ...options, routes: [this.#route()] };
    const { path } = this.#folder;
    this.#cloud = this.#options.ephemeral
      ? await startCloud({ ...all, filesFolder: join(path, "files") })
      : await openCloud(path, all);
    if (this.#options.eventual) this.#cloud.faults.add({ kind: "eventual" });
  }

  #route() {
    return createHostRoute({
      identity: () => ({
        program: "workshop",
        instance: this.#instance,
        pid: process.pid,
        folder: folderIdentity(),
        account: this.#cloud.id,
      }),
      stack: async () => {
        const { refresh, upload, lost } = await this.#check;
        const deployed = isDeployedTo(this.#cloud);
        return { refresh, upload, lost, deployed, unfinished: isUnfinished(this.#cloud) };
      },
      noteDeployment: async (state) => {
        if (state !== "begins") this.#check = Promise.resolve(nothingToRepair);
        await noteDeployment(this.#cloud, this.#folder.path, state);
      },
      empty: () => {
        this.#emptying = this.#empty();
      },
    });
  }

  #announce(state?: { emptying: boolean }): void {
    if (this.#options.announce) announceCloud(this.#describe(), state);
  }

  #describe(): RunningCloud {
    const { id, account, endpoint, region, credentials } = this.#cloud;
    return {
      instance: this.#instance,
      pid: process.pid,
      endpoint,
      providerPort: this.#providerPort,
      region,
      accountId: account.id,
      account: id,
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      folder: this.#folder.path,
    };
  }

  /** A provider for the current account, which emptying replaces. */
  #provider(): ReturnType<typeof createProvider> {
    let provider = createProvider(this.#cloud.account);
    let of = this.#cloud;
    const current = () => {
      if (of !== this.#cloud) provider = createProvider((of = this.#cloud).account);
      return provider;
    };
    return new Proxy(provider, { get: (_, name) => Reflect.get(current(), name) });
  }

  #watch(): void {
    if (this.#options.ephemeral) return;
    this.#stopWatching = watchFolder(join(this.#folder.path, "data", "local-cloud.json"), () =>
      this.#fail(
        new Failure(
          "The data of this local cloud is gone: .workshop was deleted, moved or renamed. So the local cloud stops.",
          "Start it again: npm start",
        ),
      ),
    );
  }

  /** In the background: the cloud answers at once, and a deployment waits for the result. */
  #compare(): void {
    const { ephemeral, announce } = this.#options;
    if (ephemeral || !announce) return;
    this.#check = checkStack(this.#cloud, this.#folder.path).catch(() => nothingToRepair);
    void this.#check.then(({ text }) => {
      for (const line of text === undefined ? [] : paragraph(text)) note(line);
    });
  }

  async #empty(): Promise<void> {
    try {
      const { port, credentials, clock } = this.#cloud;
      this.#stopWatching();
      this.#announce({ emptying: true });
      await this.#cloud.close({ drainMs: 0 });
      for (const name of ["data", "files", ...stackFiles, countFile]) {
        rmSync(join(this.#folder.path, name), { recursive: true, force: true });
      }
      this.#check = Promise.resolve(nothingToRepair);
      const { scale = 1 } = clock as { scale?: number };
      await this.#open({ port, credentials, clock: { scale } });
      this.#announce();
      this.#watch();
    } catch (error) {
      const failure = await startFailure(error, this.#cloud.port, this.#options.command);
      this.#fail(failure instanceof Failure ? failure : new Failure(`The local cloud stopped: ${failure}`));
    }
  }
}
