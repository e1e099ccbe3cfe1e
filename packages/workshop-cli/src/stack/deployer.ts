import { fork } from "node:child_process";
import { join } from "node:path";
import type { RunningCloud } from "../connection/cloud-file.ts";
import { root } from "../root.ts";
import { Failure } from "../terminal/failure.ts";
import type { Deployment } from "./deploy.ts";

/** What a deployer is told, and what it answers. */
export type DeployOrder = { cloud: RunningCloud; step?: number };
export type DeployAnswer = { deployment: Deployment } | { failure: { message: string; mend: string } };

/**
 * Deploys in a process of its own: Pulumi's packages, which take a second to load and 200 MB to
 * keep, load there while the cloud starts here, and go when it is done.
 */
export class Deployer {
  readonly #child = fork(join(root, "packages/workshop-cli/src/stack/deployer-process.mjs"), [], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  readonly #ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
    this.#child.once("exit", (code, signal) => resolve(signal ?? code));
  });

  /** A command that fails before it deploys need not see to it: the process ends with the command's own. */
  constructor() {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  async deploy(order: DeployOrder): Promise<Deployment> {
    this.#child.ref();
    this.#child.channel?.ref();
    const answer = await new Promise<DeployAnswer>((resolve, reject) => {
      this.#child.once("message", (message) => resolve(message as DeployAnswer));
      this.#child.once("error", reject);
      void this.#ended.then((how) => reject(endedEarly(how)));
      // If it has ended already, how it ended says more than that it cannot be told.
      this.#child.send(order, () => {});
    });
    this.close();
    if ("failure" in answer) throw new Failure(answer.failure.message, answer.failure.mend);
    return answer.deployment;
  }

  close(): void {
    this.#child.removeAllListeners();
    this.#child.kill();
  }
}

/** Ctrl-C ends the process only where it comes before the process has seen to it. */
function endedEarly(how: NodeJS.Signals | number | null): Error {
  if (how === "SIGINT") return new Failure("Ended early: nothing was deployed.", "", 130);
  return new Error(`The deploying process ended with ${how}.`);
}

export function deployInChild(cloud: RunningCloud, step?: number): Promise<Deployment> {
  return new Deployer().deploy({ cloud, step });
}
