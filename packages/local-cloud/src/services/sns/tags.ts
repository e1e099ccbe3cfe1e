import { AwsError } from "../../core/aws-error.ts";
import type { CallContext } from "../../core/service.ts";
import { checkTags, type Tag, type TagErrors, tagsFromList } from "../../core/tags.ts";
import { invalidParameter, required } from "./errors.ts";
import type { SnsState, Topic } from "./state.ts";

export const tagErrors: TagErrors = {
  tooMany: () => new AwsError("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded"),
  keyLength: () => invalidParameter("Tags"),
  reservedKey: () => invalidParameter("Tags"),
};

/** The tags of a request, by key. @throws AwsError InvalidParameter, TagLimitExceeded */
export function tagsFrom(list: Tag[]): Record<string, string> {
  const tags = tagsFromList(list);
  checkTags(tags, tagErrors);
  return tags;
}

/** The tagged topic, once the caller may do this to it. */
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
