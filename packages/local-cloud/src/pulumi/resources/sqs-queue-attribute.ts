import type { GetQueueAttributesResult } from "@aws-sdk/client-sqs";
import type { ResourceType } from "../contract/resource-type.ts";
import { json, string } from "../contract/schema.ts";

/** A resource that is one attribute of a queue: its policy or its redrive policy. */
function queueAttribute(token: string, title: string, property: string, attribute: string): ResourceType {
  const set = (QueueUrl: unknown, value: unknown) => ({ QueueUrl, Attributes: { [attribute]: value } });
  return {
    token,
    title,
    inputs: { queueUrl: string({ required: true, replace: true }), [property]: json({ required: true }) },
    outputs: ["region"],
    idOf: (inputs) => inputs.queueUrl as string,

    async create(inputs, cloud) {
      await cloud.call("sqs", "SetQueueAttributes", set(inputs.queueUrl, inputs[property]));
      return inputs.queueUrl as string;
    },

    async read(id, cloud) {
      const found = await cloud.find<GetQueueAttributesResult>("sqs", "GetQueueAttributes", {
        QueueUrl: id,
        AttributeNames: [attribute],
      });
      const value = (found?.Attributes as Record<string, string> | undefined)?.[attribute];
      return value ? { queueUrl: id, [property]: value } : undefined;
    },

    async update(id, news, cloud) {
      await cloud.call("sqs", "SetQueueAttributes", set(id, news[property]));
    },

    async delete(id, cloud) {
      await cloud.find("sqs", "SetQueueAttributes", set(id, ""));
    },
  };
}

export const sqsQueuePolicy = queueAttribute("aws:sqs/queuePolicy:QueuePolicy", "SQS Queue Policy", "policy", "Policy");

export const sqsRedrivePolicy = queueAttribute(
  "aws:sqs/redrivePolicy:RedrivePolicy",
  "SQS Queue Redrive Policy",
  "redrivePolicy",
  "RedrivePolicy",
);
