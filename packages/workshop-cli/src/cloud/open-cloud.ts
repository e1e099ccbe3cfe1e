import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { type Cloud, type CloudOptions, FolderError, startCloud } from "@event-choreography/local-cloud";
import { readStack, StateFileError } from "@event-choreography/local-cloud/stack-state";
import { stackFile, stackRef } from "../connection/stack-outputs.ts";
import { deployCommand } from "../stack/deploy-command.ts";
import { note, paragraph } from "../terminal/output.ts";
import { isDeployedTo } from "./deployments.ts";
import { setAside } from "./set-aside.ts";

/** Pulumi's state of the stack and its key, beside the cloud's data. */
export const stackFiles = ["stack.json", "stack.json.key"];

/**
 * Starts a cloud whose data and stack belong together. What cannot be used is moved out of the way, and the cloud starts
 * without it: a person could do nothing else, and nobody's code is in there.
 *
 * @param folder Has the cloud's data and the stack's state.
 * @throws FolderError if the system refuses the folder, or another cloud uses it; Error if the port is taken.
 */
export async function openCloud(folder: string, options: Omit<CloudOptions, "folder">): Promise<Cloud> {
  const start = () => startCloud({ ...options, folder: join(folder, "data") });
  const cloud = await start().catch((error: unknown) => {
    const isContent = error instanceof FolderError && error.problem !== "in use" && error.problem !== "unusable";
    if (!isContent) throw error;
    startEmpty(folder, error.reason);
    return start();
  });
  const problem = stackProblem(cloud, folder);
  if (problem === undefined) return cloud;
  if (isNew(cloud)) {
    const aside = setAside(folder, stackFiles);
    say(`The state of the stack does not fit the local cloud, which is empty: ${problem}`, aside);
    return cloud;
  }
  await cloud.close({ drainMs: 0 });
  startEmpty(folder, problem);
  return await start();
}

function startEmpty(folder: string, problem: string): void {
  const aside = setAside(folder, ["data", ...stackFiles]);
  say(`The local cloud's data cannot be used: ${problem}`, aside);
}

function say(problem: string, aside: string): void {
  const text =
    `${problem.replace(/\.$/, "")}. It is now in .workshop/${basename(aside)}; delete that folder if you do not need it. ` +
    "The local cloud starts empty, without bookings and events. Your code is untouched. " +
    `Deploy it again: ${deployCommand()}`;
  for (const line of paragraph(text)) note(line);
}

/** Why the stack's state cannot be used with this cloud; undefined if it can. */
function stackProblem(cloud: Cloud, folder: string): string | undefined {
  const file = stackFile({ folder });
  if (!existsSync(file)) {
    return isDeployedTo(cloud) ? "stack.json, which knows what is deployed, is missing" : undefined;
  }
  try {
    readStack(file, stackRef({ account: cloud.id, endpoint: cloud.endpoint }));
    return undefined;
  } catch (error) {
    if (error instanceof StateFileError) return error.message;
    throw error;
  }
}

/** Whether the cloud has just been created. */
function isNew(cloud: Cloud): boolean {
  return cloud.account.store.collection<number>("cloud/starts").get("count") === 1;
}
