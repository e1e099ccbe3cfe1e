import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cloud } from "@event-choreography/local-cloud";

type InAccount = Pick<Cloud, "account">;

export type DeploymentState = "begins" | "done" | "deleted";

const collectionName = "workshop/stack";
/** Beside the store: how many deployments have begun or ended. */
export const countFile = "deployments";

/** Whether resources of the stack are in the account, or may be: then its state belongs to it. */
export function isDeployedTo({ account }: InAccount): boolean {
  return account.store.collection<boolean>(collectionName).get("deployed") === true;
}

/** Whether the last deployment has begun and not ended. */
export function isUnfinished({ account }: InAccount): boolean {
  return account.store.collection<boolean>(collectionName).get("unfinished") === true;
}

/** Notes that a deployment begins or has ended, in the account and beside it. */
export async function noteDeployment(cloud: InAccount, folder: string, state: DeploymentState): Promise<void> {
  const { store } = cloud.account;
  const count = countIn(cloud) + 1;
  store.collection<boolean>(collectionName).set("deployed", state !== "deleted");
  store.collection<boolean>(collectionName).set("unfinished", state === "begins");
  store.collection<number>(collectionName).set("count", count);
  await store.durable();
  writeFileSync(join(folder, countFile), String(count));
}

/**
 * Whether the account is as it was before some deployment, since the end of its store was lost. Then it may have resources
 * that the stack no longer knows.
 */
export function hasLostDeployments(cloud: InAccount, folder: string): boolean {
  const count = countIn(cloud);
  return count > 0 && count < countBeside(folder);
}

function countIn({ account }: InAccount): number {
  return account.store.collection<number>(collectionName).get("count") ?? 0;
}

function countBeside(folder: string): number {
  try {
    return Number.parseInt(readFileSync(join(folder, countFile), "utf8"), 10) || 0;
  } catch {
    // Older folders have none.
    return 0;
  }
}
