import type { DescribeResourcePoliciesResponse, ResourcePolicy } from "@aws-sdk/client-cloudwatch-logs";
import type { Cloud } from "../contract/cloud.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { json, string } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";

export const logResourcePolicy: ResourceType = {
  token: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
  title: "CloudWatch Logs Resource Policy",
  inputs: {
    policyDocument: json({ required: true }),
    policyName: string({ replace: true }),
    resourceArn: string({ replace: true }),
  },
  outputs: ["policyScope", "revisionId", "region"],
  changedByUpdate: ["revisionId"],
  idOf: (inputs) => (inputs.policyName ?? inputs.resourceArn) as string,

  validate({ policyName, resourceArn }) {
    if ((policyName === undefined) !== (resourceArn === undefined)) return [];
    return [{ property: "policyName", reason: "exactly one of policyName, resourceArn must be given" }];
  },

  async create(inputs, cloud) {
    await put(inputs, cloud);
    return (inputs.policyName ?? inputs.resourceArn) as string;
  },

  async read(id, cloud) {
    const policy = await find(id, cloud);
    if (!policy) return undefined;
    return {
      ...(isArn(id) ? { resourceArn: id } : { policyName: id }),
      policyDocument: policy.policyDocument,
      policyScope: policy.policyScope ?? (isArn(id) ? "RESOURCE" : "ACCOUNT"),
      revisionId: policy.revisionId,
    };
  },

  async update(id, news, cloud) {
    const current = isArn(id) ? await find(id, cloud) : undefined;
    await put(news, cloud, current?.revisionId);
  },

  async delete(id, cloud) {
    const current = await find(id, cloud);
    if (!current) return;
    const request = isArn(id) ? { resourceArn: id, expectedRevisionId: current.revisionId } : { policyName: id };
    await cloud.find("logs", "DeleteResourcePolicy", request);
  },
};

async function put(inputs: PropertyMap, cloud: Cloud, expectedRevisionId?: string): Promise<void> {
  const { policyName, resourceArn, policyDocument } = inputs;
  await cloud.call("logs", "PutResourcePolicy", { policyName, resourceArn, policyDocument, expectedRevisionId });
}

async function find(id: string, cloud: Cloud): Promise<ResourcePolicy | undefined> {
  const request = isArn(id) ? { resourceArn: id, policyScope: "RESOURCE" } : {};
  const found = await cloud.find<DescribeResourcePoliciesResponse>("logs", "DescribeResourcePolicies", request);
  const policies = found?.resourcePolicies ?? [];
  return isArn(id) ? policies[0] : policies.find((policy) => policy.policyName === id);
}

function isArn(id: string): boolean {
  return id.startsWith("arn:");
}
