import type { ListAttachedRolePoliciesResponse } from "@aws-sdk/client-iam";
import type { ResourceType } from "../provider/resource-type.ts";
import { string } from "../provider/schema.ts";
import type { PropertyMap } from "../wire/values.ts";

export const iamRolePolicyAttachment: ResourceType = {
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  title: "IAM Role Policy Attachment",
  inputs: { role: string({ required: true, replace: true }), policyArn: string({ required: true, replace: true }) },
  outputs: [],
  idOf: ({ role, policyArn }) => `${role}/${policyArn}`,

  async create({ role, policyArn }, cloud) {
    await cloud.call("iam", "AttachRolePolicy", { RoleName: role, PolicyArn: policyArn });
    return `${role}/${policyArn}`;
  },

  async read(id, cloud, known) {
    const { RoleName, PolicyArn } = partsOf(id, known);
    const found = await cloud.find<ListAttachedRolePoliciesResponse>("iam", "ListAttachedRolePolicies", { RoleName });
    const attached = found?.AttachedPolicies?.some((policy) => policy.PolicyArn === PolicyArn);
    return attached ? { role: RoleName, policyArn: PolicyArn } : undefined;
  },

  async delete(id, cloud, state) {
    await cloud.find("iam", "DetachRolePolicy", partsOf(id, state));
  },
};

/** From the state; for an import from role/policy: a policy's ARN has slashes, a role's name has none. */
function partsOf(id: string, { role, policyArn }: PropertyMap): { RoleName: string; PolicyArn: string } {
  if (typeof role === "string" && typeof policyArn === "string") return { RoleName: role, PolicyArn: policyArn };
  const slash = id.indexOf("/");
  return { RoleName: id.slice(0, slash), PolicyArn: id.slice(slash + 1) };
}
