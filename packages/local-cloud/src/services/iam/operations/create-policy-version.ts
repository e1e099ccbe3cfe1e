import type { CreatePolicyVersionRequest, CreatePolicyVersionResponse } from "@aws-sdk/client-iam";
import type { CallContext, Wire } from "../../../core/service.ts";
import { limitExceeded } from "../errors.ts";
import { authorizedOwnPolicy, describeVersion, managedDocument, replacePolicy } from "../policies.ts";

/** "Versioning IAM policies". */
const maxVersions = 5;

/** "CreatePolicyVersion": takes effect only with SetAsDefault. */
export function createPolicyVersion(
  input: Wire<CreatePolicyVersionRequest>,
  context: CallContext,
): Wire<CreatePolicyVersionResponse> {
  const policy = authorizedOwnPolicy(context, "iam:CreatePolicyVersion", input.PolicyArn);
  const document = managedDocument(input.PolicyDocument);
  if (policy.versions.length >= maxVersions) {
    throw limitExceeded(
      `A managed policy can have up to ${maxVersions} versions. Before you create a new version, you must delete an existing version.`,
    );
  }
  const now = Math.floor(context.account.clock.now() / 1000);
  const version = { VersionId: `v${policy.lastVersion + 1}`, document, CreateDate: now };
  const changed = {
    ...policy,
    UpdateDate: now,
    versions: [...policy.versions, version],
    lastVersion: policy.lastVersion + 1,
    DefaultVersionId: input.SetAsDefault ? version.VersionId : policy.DefaultVersionId,
  };
  replacePolicy(context, changed);
  const { Document: _document, ...described } = describeVersion(changed, version);
  return { PolicyVersion: described };
}
