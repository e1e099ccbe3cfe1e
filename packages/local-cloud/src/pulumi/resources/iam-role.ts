import type { GetRoleResponse } from "@aws-sdk/client-iam";
import type { Wire } from "../../core/service.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { boolean, json, number, string, tags } from "../contract/schema.ts";
import { decodedDocument } from "./iam-document.ts";
import { tagList, tagMap, updateTags } from "./tags.ts";

export const iamRole: ResourceType = {
  token: "aws:iam/role:Role",
  title: "IAM Role",
  inputs: {
    name: string({ replace: true, pattern: /^[\w+=,.@-]{1,64}$/, autoName: { max: 64 } }),
    assumeRolePolicy: json({ required: true }),
    description: string({ max: 1000 }),
    maxSessionDuration: number({ min: 3600, max: 43_200, default: 3600 }),
    path: string({ replace: true, default: "/" }),
    forceDetachPolicies: boolean({ default: false, unread: true }),
    tags,
  },
  outputs: ["arn", "createDate", "uniqueId"],
  idOf: (inputs) => inputs.name as string,

  async create(inputs, cloud) {
    await cloud.call("iam", "CreateRole", {
      RoleName: inputs.name,
      AssumeRolePolicyDocument: inputs.assumeRolePolicy,
      Description: inputs.description,
      MaxSessionDuration: inputs.maxSessionDuration,
      Path: inputs.path,
      Tags: tagList(inputs.tags),
    });
    return inputs.name as string;
  },

  async read(id, cloud) {
    const found = await cloud.find<Wire<GetRoleResponse>>("iam", "GetRole", { RoleName: id });
    const role = found?.Role;
    if (!role) return undefined;
    return {
      name: role.RoleName,
      arn: role.Arn,
      path: role.Path,
      uniqueId: role.RoleId,
      createDate: role.CreateDate && new Date(role.CreateDate * 1000).toISOString(),
      assumeRolePolicy: decodedDocument(role.AssumeRolePolicyDocument),
      description: role.Description,
      maxSessionDuration: role.MaxSessionDuration ?? 3600,
      tags: tagMap(role.Tags),
    };
  },

  async update(id, news, cloud, change) {
    if (change.has("assumeRolePolicy")) {
      await cloud.call("iam", "UpdateAssumeRolePolicy", { RoleName: id, PolicyDocument: news.assumeRolePolicy });
    }
    if (change.has("description", "maxSessionDuration")) {
      const Description = news.description ?? "";
      await cloud.call("iam", "UpdateRole", { RoleName: id, Description, MaxSessionDuration: news.maxSessionDuration });
    }
    await updateTags(change.olds.tags, news.tags, {
      tag: (set) => cloud.call("iam", "TagRole", { RoleName: id, Tags: tagList(set) }),
      untag: (TagKeys) => cloud.call("iam", "UntagRole", { RoleName: id, TagKeys }),
    });
  },

  async delete(id, cloud) {
    await cloud.find("iam", "DeleteRole", { RoleName: id });
  },
};
