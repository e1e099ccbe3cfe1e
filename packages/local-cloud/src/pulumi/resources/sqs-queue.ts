import type {
  CreateQueueResult,
  GetQueueAttributesResult,
  GetQueueUrlResult,
  ListQueueTagsResult,
} from "@aws-sdk/client-sqs";
import type { ResourceType } from "../contract/resource-type.ts";
import { boolean, json, number, string, tags } from "../contract/schema.ts";
import type { PropertyMap, PropertyValue } from "../property-values/values.ts";
import { fifoFailures } from "./fifo.ts";
import { orUndefined, updateTags } from "./tags.ts";

/** AWS's names of the properties that are attributes of a queue ("SetQueueAttributes", SQS API reference). */
const attributes = {
  visibilityTimeoutSeconds: "VisibilityTimeout",
  messageRetentionSeconds: "MessageRetentionPeriod",
  maxMessageSize: "MaximumMessageSize",
  delaySeconds: "DelaySeconds",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  policy: "Policy",
  redrivePolicy: "RedrivePolicy",
  redriveAllowPolicy: "RedriveAllowPolicy",
  contentBasedDeduplication: "ContentBasedDeduplication",
  deduplicationScope: "DeduplicationScope",
  fifoThroughputLimit: "FifoThroughputLimit",
} as const;

const documents = ["policy", "redrivePolicy", "redriveAllowPolicy"];

export const sqsQueue: ResourceType = {
  token: "aws:sqs/queue:Queue",
  title: "SQS Queue",
  inputs: {
    name: string({
      replace: true,
      pattern: /^[\w-]{1,75}(\.fifo)?$|^[\w-]{1,80}$/,
      autoName: { max: 80, suffix: (inputs) => (inputs.fifoQueue === true ? ".fifo" : "") },
    }),
    visibilityTimeoutSeconds: number({ min: 0, max: 43_200, default: 30 }),
    messageRetentionSeconds: number({ min: 60, max: 1_209_600, default: 345_600 }),
    maxMessageSize: number({ min: 1024, max: 1_048_576, default: 262_144 }),
    delaySeconds: number({ min: 0, max: 900, default: 0 }),
    receiveWaitTimeSeconds: number({ min: 0, max: 20, default: 0 }),
    fifoQueue: boolean({ replace: true, default: false }),
    contentBasedDeduplication: boolean({ default: false }),
    deduplicationScope: string({ oneOf: ["messageGroup", "queue"], computed: true }),
    fifoThroughputLimit: string({ oneOf: ["perQueue", "perMessageGroupId"], computed: true }),
    policy: json({ computed: true }),
    redrivePolicy: json({ computed: true }),
    redriveAllowPolicy: json({ computed: true }),
    sqsManagedSseEnabled: boolean({ computed: true }),
    tags,
  },
  outputs: ["arn", "url", "region"],

  async idOf({ name }, cloud) {
    const found = await cloud.find<GetQueueUrlResult>("sqs", "GetQueueUrl", { QueueName: name });
    return found?.QueueUrl;
  },

  validate: (inputs) => fifoFailures(inputs, "fifoQueue", "queue"),

  async create(inputs, cloud) {
    const created = await cloud.call<CreateQueueResult>("sqs", "CreateQueue", {
      QueueName: inputs.name,
      Attributes: {
        ...attributesOf(inputs, Object.keys(attributes)),
        ...(inputs.fifoQueue === true && { FifoQueue: "true" }),
        ...(inputs.sqsManagedSseEnabled !== undefined && { SqsManagedSseEnabled: String(inputs.sqsManagedSseEnabled) }),
      },
      tags: inputs.tags,
    });
    return created.QueueUrl!;
  },

  async read(id, cloud) {
    const found = await cloud.find<GetQueueAttributesResult>("sqs", "GetQueueAttributes", {
      QueueUrl: id,
      AttributeNames: ["All"],
    });
    if (!found) return undefined;
    const has: Record<string, string | undefined> = found.Attributes ?? {};
    const listed = await cloud.call<ListQueueTagsResult>("sqs", "ListQueueTags", { QueueUrl: id });
    const numeric = (name: string) => (has[name] === undefined ? undefined : Number(has[name]));
    return {
      name: has.QueueArn?.split(":").pop(),
      arn: has.QueueArn,
      url: id,
      visibilityTimeoutSeconds: numeric("VisibilityTimeout"),
      messageRetentionSeconds: numeric("MessageRetentionPeriod"),
      maxMessageSize: numeric("MaximumMessageSize"),
      delaySeconds: numeric("DelaySeconds"),
      receiveWaitTimeSeconds: numeric("ReceiveMessageWaitTimeSeconds"),
      fifoQueue: has.FifoQueue === "true",
      contentBasedDeduplication: has.ContentBasedDeduplication === "true",
      deduplicationScope: has.DeduplicationScope,
      fifoThroughputLimit: has.FifoThroughputLimit,
      policy: has.Policy || undefined,
      redrivePolicy: has.RedrivePolicy || undefined,
      redriveAllowPolicy: has.RedriveAllowPolicy || undefined,
      sqsManagedSseEnabled: has.SqsManagedSseEnabled === "true",
      tags: orUndefined(listed.Tags),
    };
  },

  async update(id, news, cloud, change) {
    const changed = Object.keys(attributes).filter((name) => change.has(name));
    if (changed.length > 0) {
      await cloud.call("sqs", "SetQueueAttributes", { QueueUrl: id, Attributes: attributesOf(news, changed) });
    }
    await updateTags(change.olds.tags, news.tags, {
      tag: (set) => cloud.call("sqs", "TagQueue", { QueueUrl: id, Tags: set }),
      untag: (TagKeys) => cloud.call("sqs", "UntagQueue", { QueueUrl: id, TagKeys }),
    });
  },

  async delete(id, cloud) {
    await cloud.find("sqs", "DeleteQueue", { QueueUrl: id });
  },
};

function attributesOf(inputs: PropertyMap, names: string[]): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of names) {
    const value: PropertyValue | undefined = inputs[name];
    // AWS refuses this attribute on a queue that is not FIFO, even as false.
    if (name === "contentBasedDeduplication" && inputs.fifoQueue !== true) continue;
    if (value !== undefined && (value !== "" || documents.includes(name))) {
      result[attributes[name as keyof typeof attributes]] = String(value);
    }
  }
  return result;
}
