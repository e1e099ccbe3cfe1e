import type { Account } from "../../core/account.ts";
import { arn } from "../../core/arn.ts";

export function alarmArn({ region, id }: Account, name: string): string {
  return arn("cloudwatch", region, id, `alarm:${name}`);
}

/** Dashboards are global: their ARN has no region. */
export function dashboardArn({ id }: Account, name: string): string {
  return arn("cloudwatch", "", id, `dashboard/${name}`);
}
