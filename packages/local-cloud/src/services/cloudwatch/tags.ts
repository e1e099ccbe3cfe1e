import { AwsError } from "../../core/aws-error.ts";
import type { CallContext } from "../../core/service.ts";
import { maxTags, type Tag, type TagErrors, tagsFromList } from "../../core/tags.ts";
import { alarmArn, dashboardArn } from "./arns.ts";
import { required, validationError } from "./errors.ts";
import type { CloudWatchState } from "./state.ts";

export const tagErrors: TagErrors = {
  tooMany: () => validationError(`A resource may have at most ${maxTags} tags.`),
};

/**
 * The ARN of the tagged alarm or dashboard, once the caller may do this to it.
 *
 * @throws AwsError ResourceNotFoundException if it does not exist
 */
export function taggedArn(
  { alarms, dashboards }: CloudWatchState,
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

/** The tags of a request, by key. */
export function tagMap(tags: readonly Tag[] | undefined): Record<string, string> {
  for (const { Key } of tags ?? []) required(Key, "Tags.member.Key");
  return tagsFromList(tags);
}
