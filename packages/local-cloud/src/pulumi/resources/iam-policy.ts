import type {
  GetPolicyResponse,
  GetPolicyVersionResponse,
  ListPolicyVersionsResponse,
  PolicyVersion,
} from "@aws-sdk/client-iam";
import type { Cloud } from "../contract/cloud.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { json, string, tags } from "../contract/schema.ts";
import { decodedDocument } from "./iam-document.ts";
import { tagList, tagMap, updateTags } from "./tags.ts";

/** What AWS keeps ("Versioning IAM policies"). */
const maxVersions = 5;

export const iamPolicy: ResourceType = {
  token: "aws:iam/policy:Policy",
  title: "IAM Policy",
  inputs: {
    name: string({ replace: true, pattern: /^[\w+=,.@-]{1,128}$/, autoName: { max: 128 } }),
    path: string({ replace: true, default: "/" }),
    description: string({ replace: true, max: 1000 }),
    policy: json({ required: true }),
    tags,
  },
  outputs: ["arn", "attachmentCount", "policyId"],
  changedByUpdate: ["attachmentCount"],
  idOf: ({ name, path = "/" }, cloud) => `arn:aws:iam::${cloud.accountId}:policy${path}${name}`,

  async create(inputs, cloud) {
    const { Policy } = await cloud.call<GetPolicyResponse>("iam", "CreatePolicy", {
      PolicyName: inputs.name,
      Path: inputs.path,
      Description: inputs.description,
      PolicyDocument: inputs.policy,
      Tags: tagList(inputs.tags),
    });
    return Policy!.Arn!;
  },

  async read(id, cloud) {
    const Policy = (await cloud.find<GetPolicyResponse>("iam", "GetPolicy", { PolicyArn: id }))?.Policy;
    if (!Policy) return undefined;
    const version = { PolicyArn: id, VersionId: Policy.DefaultVersionId };
    const { PolicyVersion } = await cloud.call<GetPolicyVersionResponse>("iam", "GetPolicyVersion", version);
    return {
      name: Policy.PolicyName,
      path: Policy.Path,
      description: Policy.Description,
      policy: decodedDocument(PolicyVersion?.Document),
      arn: Policy.Arn,
      policyId: Policy.PolicyId,
      attachmentCount: Policy.AttachmentCount,
      tags: tagMap(Policy.Tags),
    };
  },

  /** A changed document becomes a new default version. As in AWS's own provider, the oldest one makes room for it. */
  async update(id, news, cloud, change) {
    if (change.has("policy")) {
      const others = await otherVersions(id, cloud);
      if (others.length + 1 >= maxVersions) await deleteVersion(id, others[0]!, cloud);
      await cloud.call("iam", "CreatePolicyVersion", {
        PolicyArn: id,
        PolicyDocument: news.policy,
        SetAsDefault: true,
      });
    }
    await updateTags(change.olds.tags, news.tags, {
      tag: (set) => cloud.call("iam", "TagPolicy", { PolicyArn: id, Tags: tagList(set) }),
      untag: (TagKeys) => cloud.call("iam", "UntagPolicy", { PolicyArn: id, TagKeys }),
    });
  },

  async delete(id, cloud) {
    for (const version of await otherVersions(id, cloud)) await deleteVersion(id, version, cloud);
    await cloud.find("iam", "DeletePolicy", { PolicyArn: id });
  },
};

/** The versions that are not the default, oldest first. None if the policy does not exist. */
async function otherVersions(PolicyArn: string, cloud: Cloud): Promise<PolicyVersion[]> {
  const found = await cloud.find<ListPolicyVersionsResponse>("iam", "ListPolicyVersions", { PolicyArn });
  return (found?.Versions ?? []).filter(({ IsDefaultVersion }) => !IsDefaultVersion).reverse();
}

async function deleteVersion(PolicyArn: string, { VersionId }: PolicyVersion, cloud: Cloud): Promise<void> {
  await cloud.call("iam", "DeletePolicyVersion", { PolicyArn, VersionId });
}
