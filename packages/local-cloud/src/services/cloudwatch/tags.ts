import { AwsError } from "../../core/aws-error.ts";
import type { CallContext } from "../../core/service.ts";
import { alarmArn, dashboardArn } from "./arns.ts";
import { required } from "./errors.ts";
import type { Monitoring } from "./state.ts";

/** The ARN whose tags are meant, once it is known to exist and the caller may do this to it. */
export function taggedArn(
  { alarms, dashboards }: Monitoring,
  { account, authorize }: CallContext,
  action: string,
  given: string | undefined,
): string {
  const arn = required(given, "ResourceARN");
  authorize({ action, resource: arn });
  const alarm = /:alarm:(.+)$/.exec(arn)?.[1];
  if (alarm !== undefined && alarms.has(alarm) && arn === alarmArn(account, alarm)) return arn;
  const dashboard = /:dashboard\/(.+)$/.exec(arn)?.[1];
  if (dashboard !== undefined && dashboards.has(dashboard) && arn === dashboardArn(account, dashboard)) return arn;
  throw new AwsError("ResourceNotFoundException", `Resource not found: ${arn}`, 404, {
    ResourceType: alarm === undefined ? "Dashboard" : "Alarm",
    ResourceId: arn,
  });
}

export function tagMap(tags: readonly { Key?: string; Value?: string }[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [required(Key, "Tags.member.Key"), Value ?? ""]));
}
