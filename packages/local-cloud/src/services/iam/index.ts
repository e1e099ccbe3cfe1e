import type { Account } from "../../core/account.ts";
import type { Service } from "../../core/service.ts";
import { tagsFromList } from "../../core/tags.ts";
import { attachRolePolicy } from "./operations/attach-role-policy.ts";
import { createPolicy } from "./operations/create-policy.ts";
import { createPolicyVersion } from "./operations/create-policy-version.ts";
import { createRole } from "./operations/create-role.ts";
import { deletePolicy } from "./operations/delete-policy.ts";
import { deletePolicyVersion } from "./operations/delete-policy-version.ts";
import { deleteRole } from "./operations/delete-role.ts";
import { deleteRolePolicy } from "./operations/delete-role-policy.ts";
import { detachRolePolicy } from "./operations/detach-role-policy.ts";
import { getPolicy } from "./operations/get-policy.ts";
import { getPolicyVersion } from "./operations/get-policy-version.ts";
import { getRole } from "./operations/get-role.ts";
import { getRolePolicy } from "./operations/get-role-policy.ts";
import { listAttachedRolePolicies } from "./operations/list-attached-role-policies.ts";
import { listEntitiesForPolicy } from "./operations/list-entities-for-policy.ts";
import { listPolicies } from "./operations/list-policies.ts";
import { listPolicyTags } from "./operations/list-policy-tags.ts";
import { listPolicyVersions } from "./operations/list-policy-versions.ts";
import { listRolePolicies } from "./operations/list-role-policies.ts";
import { listRoleTags } from "./operations/list-role-tags.ts";
import { listRoles } from "./operations/list-roles.ts";
import { putRolePolicy } from "./operations/put-role-policy.ts";
import { setDefaultPolicyVersion } from "./operations/set-default-policy-version.ts";
import { simulatePrincipalPolicy } from "./operations/simulate-principal-policy.ts";
import { tagPolicy } from "./operations/tag-policy.ts";
import { tagRole } from "./operations/tag-role.ts";
import { untagPolicy } from "./operations/untag-policy.ts";
import { untagRole } from "./operations/untag-role.ts";
import { updateAssumeRolePolicy } from "./operations/update-assume-role-policy.ts";
import { updateRole } from "./operations/update-role.ts";
import { policiesOf } from "./policies.ts";
import { rolesOf, seenRole } from "./roles.ts";

/** AWS Identity and Access Management: roles, their policies, and managed policies. */
export function createIam(account: Account): Service {
  return {
    name: "iam",
    wire: { kind: "query", version: "2010-05-08", namespace: "https://iam.amazonaws.com/doc/2010-05-08/" },
    operations: {
      CreateRole: createRole,
      GetRole: getRole,
      ListRoles: listRoles,
      UpdateRole: updateRole,
      UpdateAssumeRolePolicy: updateAssumeRolePolicy,
      DeleteRole: deleteRole,
      PutRolePolicy: putRolePolicy,
      GetRolePolicy: getRolePolicy,
      DeleteRolePolicy: deleteRolePolicy,
      ListRolePolicies: listRolePolicies,
      AttachRolePolicy: attachRolePolicy,
      DetachRolePolicy: detachRolePolicy,
      ListAttachedRolePolicies: listAttachedRolePolicies,
      TagRole: tagRole,
      UntagRole: untagRole,
      ListRoleTags: listRoleTags,
      SimulatePrincipalPolicy: simulatePrincipalPolicy,
      CreatePolicy: createPolicy,
      GetPolicy: getPolicy,
      GetPolicyVersion: getPolicyVersion,
      ListPolicies: listPolicies,
      ListPolicyVersions: listPolicyVersions,
      CreatePolicyVersion: createPolicyVersion,
      DeletePolicyVersion: deletePolicyVersion,
      SetDefaultPolicyVersion: setDefaultPolicyVersion,
      DeletePolicy: deletePolicy,
      ListEntitiesForPolicy: listEntitiesForPolicy,
      TagPolicy: tagPolicy,
      UntagPolicy: untagPolicy,
      ListPolicyTags: listPolicyTags,
    },
    // A role's trust policy is the resource policy of sts:AssumeRole on it.
    resourcePolicy: (arn) => {
      const role = seenRole(account, arn.slice(arn.lastIndexOf("/") + 1), "sts:AssumeRole");
      return role?.Arn === arn ? role.AssumeRolePolicyDocument : undefined;
    },
    resourceTags: (arn) => {
      const role = rolesOf(account).get(arn.slice(arn.lastIndexOf("/") + 1));
      return tagsFromList((role?.Arn === arn ? role : policiesOf(account).get(arn))?.Tags);
    },
  };
}
