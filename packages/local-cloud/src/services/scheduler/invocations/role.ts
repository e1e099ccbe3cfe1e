import { createHash } from "node:crypto";
import type { Account } from "../../../core/account.ts";
import { parseArn } from "../../../core/arn.ts";
import { type Principal, servicePrincipal } from "../../../core/principal.ts";
import { groupArn } from "../arns.ts";

export const schedulerService = "scheduler.amazonaws.com";

/**
 * Assumes the execution role of a schedule. The source is the schedule's group, since a trust policy must not name a
 * single schedule ("Confused deputy prevention in EventBridge Scheduler").
 *
 * @throws AwsError AccessDenied if the role's trust policy does not allow it
 */
export async function assumeRole(
  account: Account,
  { roleArn, groupName, scheduleArn }: { roleArn: string; groupName: string; scheduleArn: string },
): Promise<Principal> {
  const sessionName = createHash("sha256").update(scheduleArn).digest("hex").slice(0, 32);
  await account.call({
    service: "sts",
    operation: "AssumeRole",
    input: { RoleArn: roleArn, RoleSessionName: sessionName },
    principal: servicePrincipal(account, schedulerService, groupArn(account, groupName)),
  });
  const roleName = parseArn(roleArn)!.resource.split("/").at(-1)!;
  return { kind: "role", accountId: account.id, roleName, sessionName };
}
