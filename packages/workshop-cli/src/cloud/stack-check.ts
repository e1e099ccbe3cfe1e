import type { Cloud } from "@event-choreography/local-cloud";
import { createProvider } from "@event-choreography/local-cloud/pulumi-provider";
import { compareWithAccount, readStack, type StackDifferences } from "@event-choreography/local-cloud/stack-state";
import type { StackInAccount } from "../connection/host.ts";
import { stackFile, stackRef } from "../connection/stack-outputs.ts";
import { deployCommand } from "../stack/deploy-command.ts";
import { emptyAndDeploy, lostDeployments } from "../stack/lost-deployments.ts";
import { hasLostDeployments } from "./deployments.ts";

export interface StackCheck extends Omit<StackInAccount, "deployed" | "unfinished"> {
  /** What differs and what to do, for a person; undefined if nothing does. */
  text: string | undefined;
}

export const nothingToRepair: StackCheck = { refresh: false, upload: [], lost: false, text: undefined };

/**
 * Compares the stack's state and the functions' code with the account: one of them may have been restored from a copy, or
 * the end of the store's log may be lost.
 */
export async function checkStack(cloud: Cloud, folder: string): Promise<StackCheck> {
  const ref = stackRef({ account: cloud.id, endpoint: cloud.endpoint });
  const file = stackFile({ folder });
  const [lostCode, differences] = await Promise.all([
    cloud.findLostCode(),
    compareWithAccount(file, ref, createProvider(cloud.account)),
  ]);
  const { outputs } = readStack(file, ref);
  const command = deployCommand(outputs.step as number);
  const lost = hasLostDeployments(cloud, folder);
  const { missing, changed, otherCode } = differences;
  const upload = [...new Set([...lostCode, ...otherCode])].sort();
  return {
    refresh: missing.length + changed.length > 0,
    upload,
    lost,
    text: lost ? `${lostDeployments} ${emptyAndDeploy(command)}` : inWords(differences, upload, command),
  };
}

function inWords(
  { missing, changed }: StackDifferences,
  upload: readonly string[],
  command: string,
): string | undefined {
  const parts = [
    ...(missing.length > 0
      ? [`${resources(missing)} of the stack ${missing.length === 1 ? "is" : "are"} missing`]
      : []),
    ...(changed.length > 0
      ? [`${resources(changed)} of the stack ${changed.length === 1 ? "has" : "have"} changed`]
      : []),
    ...(upload.length > 0 ? [`the code of ${listed(upload)} is lost`] : []),
  ];
  if (parts.length === 0) return undefined;
  return `The local cloud is not as it was deployed: ${parts.join(", and ")}. Deploy again: ${command}`;
}

function resources(names: readonly string[]): string {
  return `${names.length} ${names.length === 1 ? "resource" : "resources"} (${listed(names)})`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
