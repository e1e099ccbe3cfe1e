import { fork } from "node:child_process";
import { join } from "node:path";
import type { RunningCloud } from "../connection/cloud-file.ts";
import { root } from "../root.ts";
import { Failure } from "../terminal/failure.ts";
import type { Deployment } from "./deploy.ts";

/** The deploy worker's request and response. */
export type DeployRequest = { cloud: RunningCloud; step?: number };
export type DeployResponse = { deployment: Deployment } | { failure: { message: string; fix: string } };

/**
 * Deploys in a separate process, the deploy worker. Pulumi's packages, which take a second and 200 MB
 * to load, load there while the cloud starts here, and are gone when the worker ends.
 */
export class Deployer {
  readonly #child = fork(join(root, "packages/workshop-cli/src/stack/deploy-worker-process.mjs"), [], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  readonly #ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
    this.#child.once("exit", (code, signal) => resolve(signal ?? code));
  });

  /** Does not keep this process alive: if the command fails before it deploys, the worker ends with it. */
  constructor() {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  async deploy(request: DeployRequest): Promise<Deployment> {
    this.#child.ref();
    this.#child.channel?.ref();
    const response = await new Promise<DeployResponse>((resolve, reject) => {
      this.#child.once("message", (message) => resolve(message as DeployResponse));
      this.#child.once("error", reject);
      void this.#ended.then((how) => reject(endedEarly(how)));
      // If the worker has ended already, that error is more useful than one about sending.
      this.#child.send(request, () => {});
    });
    this.close();
    if ("failure" in response) throw new Failure(response.failure.message, response.failure.fix);
    return response.deployment;
  }

  close(): void {
    this.#child.removeAllListeners();
    this.#child.kill();
  }
}

/** Ctrl-C can end the worker only before it has set its own handler. */
function endedEarly(how: NodeJS.Signals | number | null): Error {
  if (how === "SIGINT") return new Failure("Interrupted: nothing was deployed.", "", 130);
  return new Error(`The deploy worker ended with ${how} before it answered.`);
}

export function deployInChild(cloud: RunningCloud, step?: number): Promise<Deployment> {
  return new Deployer().deploy({ cloud, step });
}
