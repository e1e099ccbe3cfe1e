import type { Tag } from "@aws-sdk/client-sns";
import { AwsError } from "../../core/aws-error.ts";
import type { CallContext } from "../../core/service.ts";
import { invalidParameter, required } from "./errors.ts";
import type { SnsState, Topic } from "./state.ts";

const maxTags = 50;

export function tagsFrom(tags: Tag[]): Record<string, string> {
  const byKey: Record<string, string> = {};
  for (const { Key: key = "", Value: value = "" } of tags) {
    if (!/^.{1,128}$/s.test(key) || key.toLowerCase().startsWith("aws:")) throw invalidParameter("Tags");
    byKey[key] = value;
  }
  return checkTagCount(byKey);
}

export function checkTagCount(tags: Record<string, string>): Record<string, string> {
  if (Object.keys(tags).length <= maxTags) return tags;
  throw new AwsError("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded");
}

/** The topic whose tags are meant. */
export function taggedTopic(
  state: SnsState,
  resourceArn: string | undefined,
  action: string,
  { authorize }: CallContext,
): Topic {
  const topic = state.topics.get(required(resourceArn, "ResourceArn"));
  if (!topic) throw new AwsError("ResourceNotFound", "Resource does not exist", 404);
  authorize({ action: `sns:${action}`, resource: topic.arn });
  return topic;
}
