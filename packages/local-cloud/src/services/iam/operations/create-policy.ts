import type { CreatePolicyRequest, CreatePolicyResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { entityAlreadyExists } from "../errors.ts";
import { pathOf } from "../paths.ts";
import { describePolicy, managedDocument, policiesOf, replacePolicy } from "../policies.ts";
import type { PolicyRecord } from "../policy-record.ts";
import { policyNameOf } from "../roles.ts";
import { checkTags } from "../tags.ts";
import { uniqueId } from "../unique-id.ts";

/** "CreatePolicy". Names are unique in the account, whatever their path and case. */
export function createPolicy(input: Wire<CreatePolicyRequest>, context: CallContext): Wire<CreatePolicyResponse> {
  const { account } = context;
  const name = policyNameOf(input.PolicyName);
  const path = pathOf(input.Path);
  const arn = `arn:aws:iam::${account.id}:policy${path}${name}`;
  context.authorize({ action: "iam:CreatePolicy", resource: arn });
  const document = managedDocument(input.PolicyDocument);
  for (const { PolicyName } of policiesOf(account).values())
    if (PolicyName.toLowerCase() === name.toLowerCase())
      throw entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
  const now = Math.floor(account.clock.now() / 1000);
  const policy: PolicyRecord = {
    PolicyName: name,
    PolicyId: uniqueId(account, "ANPA"),
    Arn: arn,
    Path: path,
    ...(input.Description !== undefined && { Description: input.Description }),
    CreateDate: now,
    UpdateDate: now,
    Tags: checkTags("policy", input.Tags),
    versions: [{ VersionId: "v1", document, CreateDate: now }],
    DefaultVersionId: "v1",
    lastVersion: 1,
  };
  replacePolicy(context, policy);
  return { Policy: describePolicy(account, policy) };
}
