import type { GetTopicAttributesResponse } from "@aws-sdk/client-sns";
import type { Cloud } from "../contract/cloud.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { json, string } from "../contract/schema.ts";

export const snsTopicPolicy: ResourceType = {
  token: "aws:sns/topicPolicy:TopicPolicy",
  title: "SNS Topic Policy",
  inputs: { arn: string({ required: true, replace: true }), policy: json({ required: true }) },
  outputs: ["owner", "region"],
  idOf: (inputs) => inputs.arn as string,

  async create(inputs, cloud) {
    await put(inputs.arn as string, inputs.policy, cloud);
    return inputs.arn as string;
  },

  async read(id, cloud) {
    const found = await cloud.find<GetTopicAttributesResponse>("sns", "GetTopicAttributes", { TopicArn: id });
    const has = found?.Attributes;
    if (!has?.Policy || isDefault(has.Policy)) return undefined;
    return { arn: id, owner: has.Owner, policy: has.Policy };
  },

  update: (id, news, cloud) => put(id, news.policy, cloud),

  async delete(id, cloud) {
    const topic = await cloud.find("sns", "GetTopicAttributes", { TopicArn: id });
    if (topic) await put(id, JSON.stringify(defaultPolicy(id, cloud)), cloud);
  },
};

async function put(TopicArn: string, AttributeValue: unknown, cloud: Cloud): Promise<void> {
  await cloud.call("sns", "SetTopicAttributes", { TopicArn, AttributeName: "Policy", AttributeValue });
}

function isDefault(policy: string): boolean {
  return (JSON.parse(policy) as { Id?: string }).Id === defaultId;
}

const defaultId = "__default_policy_ID";

/** The policy of a new topic. A topic always has a policy, so deleting one restores this. */
function defaultPolicy(topicArn: string, cloud: Cloud) {
  return {
    Version: "2008-10-17",
    Id: defaultId,
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [
          "SNS:GetTopicAttributes",
          "SNS:SetTopicAttributes",
          "SNS:AddPermission",
          "SNS:RemovePermission",
          "SNS:DeleteTopic",
          "SNS:Subscribe",
          "SNS:ListSubscriptionsByTopic",
          "SNS:Publish",
        ],
        Resource: topicArn,
        Condition: { StringEquals: { "AWS:SourceOwner": cloud.accountId } },
      },
    ],
  };
}
