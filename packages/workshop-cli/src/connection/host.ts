import { Failure } from "../terminal/failure.ts";
import type { RunningCloud } from "./cloud-file.ts";
import { askHost, hostPath } from "./host-identity.ts";
import { signedFetch } from "./signed-fetch.ts";

/** What a deployment has to repair, because the account is not as the stack's state says. */
export interface Repairs {
  /** Compare the state with the account first. */
  refresh: boolean;
  /** Physical ids of functions whose code must be uploaded again. */
  upload: string[];
}

type Keys = Pick<RunningCloud, "endpoint" | "region" | "accessKeyId" | "secretAccessKey">;

/** What the program that runs a cloud knows about the stack in it. */
export interface StackInAccount extends Repairs {
  /** Resources of the stack are in the account, or may be. */
  deployed: boolean;
  /** The account is as it was before some deployment. Then it may have resources that the stack no longer knows. */
  lost: boolean;
  /** A deployment has begun and not ended: it failed, or its process was killed. */
  unfinished: boolean;
}

/** Waits until the program that runs the cloud has compared the stack with the account. */
export async function findRepairs(cloud: Keys): Promise<StackInAccount> {
  return (await request(cloud, "GET", "/stack")) as StackInAccount;
}

/** Where the last deployment is. "begins" also stands for one that failed, or whose process was killed. */
export type DeploymentState = "begins" | "done" | "deleted";

/** Notes that resources of the stack are in the account now, or after a successful deployment that nothing is to be repaired. */
export async function noteDeployment(cloud: Keys, state: DeploymentState): Promise<void> {
  await request(cloud, "POST", `/stack/${state}`);
}

/** How long emptying a local cloud may take: functions that run are ended. */
const longestMs = 30_000;

/** Deletes everything in the local cloud, also what the stack does not know. Its address and its keys stay. */
export async function emptyCloud(cloud: RunningCloud): Promise<void> {
  await request(cloud, "POST", "/empty");
  const giveUpAt = Date.now() + longestMs;
  while (Date.now() < giveUpAt) {
    const host = await askHost(cloud.endpoint);
    if (typeof host === "object" && host.account !== cloud.account) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Failure(
    "The local cloud did not start again after it was emptied.",
    "See why in its terminal. Then start it: npm start",
  );
}

async function request(cloud: Keys, method: "GET" | "POST", path: string): Promise<unknown> {
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const client = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const response = await signedFetch(client, `${endpoint}${hostPath}${path}`, { method });
  const answer = (await response.json()) as { detail?: string };
  if (response.ok) return answer;
  throw new Error(`The local cloud answered ${response.status} to ${method} ${path}: ${answer.detail}`);
}
