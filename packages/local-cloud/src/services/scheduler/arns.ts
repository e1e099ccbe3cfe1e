import type { Account } from "../../core/account.ts";
import { arn } from "../../core/arn.ts";

export const defaultGroup = "default";

type Scope = Pick<Account, "id" | "region">;

export function scheduleArn({ id, region }: Scope, groupName: string, name: string): string {
  return arn("scheduler", region, id, `schedule/${groupName}/${name}`);
}

export function groupArn({ id, region }: Scope, name: string): string {
  return arn("scheduler", region, id, `schedule-group/${name}`);
}
