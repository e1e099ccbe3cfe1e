import { contentId, isWellFormedId } from "../../core/deduplication.ts";
import { invalidParameter } from "./errors.ts";
import type { MessageToPublish } from "./publish.ts";
import type { Topic } from "./state.ts";

export function isFifo({ attributes }: Pick<Topic, "attributes">): boolean {
  return attributes.FifoTopic === "true";
}

/** The scope in which a deduplication id is unique: the topic, or the message's group ("FIFO topics: high throughput"). */
export function scopeOf({ attributes }: Topic, groupId: string): string {
  return attributes.FifoThroughputScope === "MessageGroup" ? groupId : "";
}

/**
 * Checks and completes the members that a FIFO topic orders and deduplicates by ("Publish"). A standard topic passes a
 * group on to its queues.
 *
 * @throws AwsError InvalidParameter
 */
export function groupOf(topic: Topic, input: MessageToPublish): { groupId?: string; deduplicationId?: string } {
  const { MessageGroupId, MessageDeduplicationId } = input;
  if (!isFifo(topic) && MessageDeduplicationId) {
    throw invalidParameter(
      "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
    );
  }
  checkGroup(topic, input);
  for (const [name, id] of Object.entries({ MessageGroupId, MessageDeduplicationId })) {
    if (!id || isWellFormedId(id)) continue;
    throw invalidParameter(
      `${name} Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length`,
    );
  }
  return {
    ...(MessageGroupId && { groupId: MessageGroupId }),
    ...(isFifo(topic) && { deduplicationId: MessageDeduplicationId || contentId(input.Message!) }),
  };
}

/** A FIFO topic needs a group, and a deduplication id unless it makes one. @throws AwsError InvalidParameter */
export function checkGroup(topic: Topic, { MessageGroupId, MessageDeduplicationId }: MessageToPublish): void {
  if (!isFifo(topic)) return;
  if (!MessageGroupId) throw invalidParameter("The MessageGroupId parameter is required for FIFO topics");
  if (MessageDeduplicationId || topic.attributes.ContentBasedDeduplication === "true") return;
  throw invalidParameter(
    "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
}
