import type { CreateTopicInput, CreateTopicResponse } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { invalidParameter, list, required } from "../errors.ts";
import type { SnsState, Topic } from "../state.ts";
import { tagsFrom } from "../tags.ts";
import { checkTopicAttribute } from "../topic-attributes.ts";

/** For an existing topic it returns the ARN if attributes and tags are the same, and fails if they differ. */
export function createTopic(state: SnsState): Operation<Wire<CreateTopicInput>, Wire<CreateTopicResponse>> {
  return (input, { authorize }) => {
    const name = checkName(required(input.Name, "Topic Name"), input.Attributes?.FifoTopic === "true");
    const arn = state.topicArn(name);
    authorize({ action: "sns:CreateTopic", resource: arn });
    const attributes = { ...input.Attributes };
    for (const [attribute, value] of Object.entries(attributes)) checkTopicAttribute(name, attribute, value);
    const tags = tagsFrom(list(input.Tags));
    const existing = state.topics.get(arn);
    if (existing) refuseDifference(existing, attributes, tags);
    else state.topics.set(arn, { arn, name, attributes, tags, deletedSubscriptions: 0 });
    return { TopicArn: arn };
  };
}

/** A FIFO topic needs both its attribute and its suffix. */
function checkName(name: string, fifo: boolean): string {
  if (fifo && name.length <= 256 && /^[A-Za-z0-9_-]+\.fifo$/.test(name)) return name;
  if (fifo) {
    throw invalidParameter(
      "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, " +
        "underscores, and hyphens, and must be between 1 and 256 characters long.",
    );
  }
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalidParameter("Topic Name");
  return name;
}

function refuseDifference(topic: Topic, attributes: Record<string, string>, tags: Record<string, string>): void {
  if (Object.entries(attributes).some(([name, value]) => topic.attributes[name] !== value)) {
    throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
  }
  if (Object.entries(tags).some(([key, value]) => topic.tags[key] !== value)) {
    throw invalidParameter("Tags Reason: Topic already exists with different tags");
  }
}
