import type { EvaluationResult, SimulatePolicyResponse, SimulatePrincipalPolicyRequest } from "@aws-sdk/client-iam";
import type { Access, CallContext, Wire } from "../../../core/service.ts";
import { Authorizer } from "../authorizer.ts";
import { noSuchEntity, validationError } from "../errors.ts";
import { page } from "../paging.ts";
import type { Decision } from "../policy/evaluate.ts";
import { type RoleRecord, rolesOf } from "../roles.ts";

/** "SimulatePrincipalPolicy": the decisions of a role's identity policies. As on AWS, resource policies do not count. */
export function simulatePrincipalPolicy(
  input: Wire<SimulatePrincipalPolicyRequest>,
  context: CallContext,
): Wire<SimulatePolicyResponse> {
  const source = input.PolicySourceArn ?? "";
  context.authorize({ action: "iam:SimulatePrincipalPolicy", resource: source });
  const role = [...rolesOf(context.account).values()].find(({ Arn }) => Arn === source);
  if (!role) throw noSuchEntity(`Role ${source} does not exist.`);
  if (!input.ActionNames?.length) throw validationError("ActionNames must name at least one action.");
  const conditions = conditionsOf(input);
  const resources = input.ResourceArns?.length ? input.ResourceArns : ["*"];
  const results = input.ActionNames.flatMap((action) =>
    resources.map((resource) => simulate(context, role, { action, resource, conditions })),
  );
  const { items, ...rest } = page(results, input);
  return { EvaluationResults: items, ...rest };
}

function conditionsOf({ ContextEntries = [] }: Wire<SimulatePrincipalPolicyRequest>): Record<string, string[]> {
  return Object.fromEntries(
    ContextEntries.map(({ ContextKeyName = "", ContextKeyValues = [] }) => [ContextKeyName, ContextKeyValues]),
  );
}

function simulate({ account }: CallContext, role: RoleRecord, access: Access): Wire<EvaluationResult> {
  const principal = {
    kind: "role",
    accountId: account.id,
    roleName: role.RoleName,
    sessionName: "simulation",
  } as const;
  const decision = new Authorizer(account).byIdentityAlone(principal, access);
  return {
    EvalActionName: access.action,
    EvalResourceName: access.resource,
    EvalDecision: evalDecision(decision),
    MatchedStatements: [],
    MissingContextValues: [],
  };
}

function evalDecision(decision: Decision): "allowed" | "explicitDeny" | "implicitDeny" {
  if (decision === "allowed") return "allowed";
  return decision.startsWith("explicit") ? "explicitDeny" : "implicitDeny";
}
