import type { GetRolePolicyResponse } from "@aws-sdk/client-iam";
import type { Cloud } from "../contract/cloud.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { json, string } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";
import { decodedDocument } from "./iam-document.ts";

export const iamRolePolicy: ResourceType = {
  token: "aws:iam/rolePolicy:RolePolicy",
  title: "IAM Role Policy",
  inputs: {
    name: string({ replace: true, pattern: /^[\w+=,.@-]{1,128}$/, autoName: { max: 128 } }),
    role: string({ required: true, replace: true }),
    policy: json({ required: true }),
  },
  outputs: [],
  idOf: ({ role, name }) => `${role}:${name}`,

  async create(inputs, cloud) {
    await put(inputs, cloud);
    return `${inputs.role}:${inputs.name}`;
  },

  async read(id, cloud, known) {
    const found = await cloud.find<GetRolePolicyResponse>("iam", "GetRolePolicy", partsOf(id, known));
    if (!found) return undefined;
    return { role: found.RoleName, name: found.PolicyName, policy: decodedDocument(found.PolicyDocument) };
  },

  update: (_id, news, cloud) => put(news, cloud),

  async delete(id, cloud, state) {
    await cloud.find("iam", "DeleteRolePolicy", partsOf(id, state));
  },
};

async function put({ role, name, policy }: PropertyMap, cloud: Cloud): Promise<void> {
  await cloud.call("iam", "PutRolePolicy", { RoleName: role, PolicyName: name, PolicyDocument: policy });
}

/** From the state, or for an import from role:policy. */
function partsOf(id: string, { role, name }: PropertyMap): { RoleName: string; PolicyName: string } {
  if (typeof role === "string" && typeof name === "string") return { RoleName: role, PolicyName: name };
  const colon = id.indexOf(":");
  return { RoleName: id.slice(0, colon), PolicyName: id.slice(colon + 1) };
}
