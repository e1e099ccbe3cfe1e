import type { GetSubscriptionAttributesResponse, SubscribeResponse } from "@aws-sdk/client-sns";
import type { ResourceType } from "../contract/resource-type.ts";
import { boolean, json, number, string } from "../contract/schema.ts";

/** AWS's names of the properties that are attributes of a subscription. */
const attributes = {
  rawMessageDelivery: "RawMessageDelivery",
  filterPolicy: "FilterPolicy",
  filterPolicyScope: "FilterPolicyScope",
  redrivePolicy: "RedrivePolicy",
} as const;

export const snsTopicSubscription: ResourceType = {
  token: "aws:sns/topicSubscription:TopicSubscription",
  title: "SNS Topic Subscription",
  inputs: {
    topic: string({ required: true, replace: true }),
    protocol: string({
      required: true,
      replace: true,
      oneOf: ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"],
    }),
    endpoint: string({ required: true, replace: true }),
    rawMessageDelivery: boolean({ default: false }),
    filterPolicy: json(),
    filterPolicyScope: string({ oneOf: ["MessageAttributes", "MessageBody"], computed: true }),
    redrivePolicy: json(),
    endpointAutoConfirms: boolean({ default: false, unread: true }),
    confirmationTimeoutInMinutes: number({ default: 1, unread: true }),
  },
  outputs: ["arn", "ownerId", "pendingConfirmation", "confirmationWasAuthenticated", "region"],
  /** The ARN ends in a UUID. Subscribing again returns the same subscription, so none is created twice. */
  idOf: () => undefined,

  async create(inputs, cloud) {
    const Attributes: Record<string, string> = {};
    for (const [name, attribute] of Object.entries(attributes)) {
      if (inputs[name] !== undefined) Attributes[attribute] = String(inputs[name]);
    }
    const subscribed = await cloud.call<SubscribeResponse>("sns", "Subscribe", {
      TopicArn: inputs.topic,
      Protocol: inputs.protocol,
      Endpoint: inputs.endpoint,
      Attributes,
      ReturnSubscriptionArn: true,
    });
    return subscribed.SubscriptionArn!;
  },

  async read(id, cloud) {
    const found = await cloud.find<GetSubscriptionAttributesResponse>("sns", "GetSubscriptionAttributes", {
      SubscriptionArn: id,
    });
    const has = found?.Attributes;
    if (!has) return undefined;
    return {
      arn: id,
      topic: has.TopicArn,
      protocol: has.Protocol,
      endpoint: has.Endpoint,
      ownerId: has.Owner,
      rawMessageDelivery: has.RawMessageDelivery === "true",
      filterPolicy: has.FilterPolicy,
      filterPolicyScope: has.FilterPolicyScope,
      redrivePolicy: has.RedrivePolicy,
      pendingConfirmation: has.PendingConfirmation === "true",
      confirmationWasAuthenticated: has.ConfirmationWasAuthenticated === "true",
    };
  },

  async update(id, news, cloud, change) {
    for (const [name, AttributeName] of Object.entries(attributes)) {
      if (!change.has(name)) continue;
      const AttributeValue = news[name] === undefined ? "" : String(news[name]);
      await cloud.call("sns", "SetSubscriptionAttributes", { SubscriptionArn: id, AttributeName, AttributeValue });
    }
  },

  async delete(id, cloud) {
    await cloud.find("sns", "Unsubscribe", { SubscriptionArn: id });
  },
};
