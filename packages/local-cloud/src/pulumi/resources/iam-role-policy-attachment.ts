import type { ListAttachedRolePoliciesResponse } from "@aws-sdk/client-iam";
import type { ResourceType } from "../contract/resource-type.ts";
import { string } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";

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

/** From the state, or for an import from role/policy. A policy's ARN contains slashes, a role's name does not. */
function partsOf(id: string, { role, policyArn }: PropertyMap): { RoleName: string; PolicyArn: string } {
  if (typeof role === "string" && typeof policyArn === "string") return { RoleName: role, PolicyArn: policyArn };
  const slash = id.indexOf("/");
  return { RoleName: id.slice(0, slash), PolicyArn: id.slice(slash + 1) };
}
