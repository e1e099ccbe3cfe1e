import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cloud } from "@event-choreography/local-cloud";
import type { DeploymentState } from "../connection/host.ts";

type InAccount = Pick<Cloud, "account">;

interface LastDeployment {
  state: DeploymentState;
  /** How many deployments have begun or ended. */
  count: number;
}

/** Beside the store: the count of deployments. */
export const countFile = "deployments";

/** Whether resources of the stack are in the account, or may be: then its state belongs to it. */
export function isDeployedTo(cloud: InAccount): boolean {
  const last = lastDeployment(cloud);
  return last !== undefined && last.state !== "deleted";
}

/** Whether the last deployment has begun and not ended. */
export function isUnfinished(cloud: InAccount): boolean {
  return lastDeployment(cloud)?.state === "begins";
}

/** Notes that a deployment begins or has ended, in the account and beside it. */
export async function noteDeployment(cloud: InAccount, folder: string, state: DeploymentState): Promise<void> {
  const { store } = cloud.account;
  const count = (lastDeployment(cloud)?.count ?? 0) + 1;
  deployments(cloud).set("last", { state, count });
  await store.durable();
  writeFileSync(join(folder, countFile), String(count));
}

/**
 * Whether the account is as it was before some deployment, since the end of its store was lost. Then it may have resources
 * that the stack no longer knows.
 */
export function hasLostDeployments(cloud: InAccount, folder: string): boolean {
  const { count = 0 } = lastDeployment(cloud) ?? {};
  return count > 0 && count < countBeside(folder);
}

function lastDeployment(cloud: InAccount): LastDeployment | undefined {
  return deployments(cloud).get("last");
}

function deployments({ account }: InAccount) {
  return account.store.collection<LastDeployment>("workshop/deployments");
}

function countBeside(folder: string): number {
  try {
    return Number.parseInt(readFileSync(join(folder, countFile), "utf8"), 10) || 0;
  } catch {
    // Older folders have none.
    return 0;
  }
}
