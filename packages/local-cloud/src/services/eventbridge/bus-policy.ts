import type { Account } from "../../core/account.ts";
import type { PolicyDocument } from "../../core/policy.ts";
import { policyProblem } from "../iam/policy/validate.ts";
import { principalExists } from "../iam/roles.ts";
import { defaultBus } from "./arns.ts";
import { invalidParameter } from "./errors.ts";

/**
 * Parses and checks a bus's policy document ("Permissions for event buses in Amazon EventBridge").
 * The resource of every statement must be the bus itself, rules on it, or a star.
 *
 * @throws AwsError ValidationException with the reason.
 */
export function readBusPolicy(account: Account, text: string, busArn: string): PolicyDocument {
  const problem = policyProblem(text, "resource", (arn) => principalExists(account, arn));
  if (problem !== undefined) throw invalidParameter("Policy", problem);
  const policy = JSON.parse(text) as PolicyDocument;
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  const unrelated = statements.flatMap(({ Resource = [] }) => Resource).find((resource) => !isOfBus(resource, busArn));
  if (unrelated !== undefined)
    throw invalidParameter("Policy", `Resource ${unrelated} is neither the event bus ${busArn} nor a rule on it.`);
  return { ...policy, Statement: statements };
}

/** The ARN of a rule on the default bus does not name the bus. */
function isOfBus(resource: string, busArn: string): boolean {
  if (resource === busArn || resource === "*") return true;
  const [scope, busName] = busArn.split("event-bus/") as [string, string];
  const rules = busName === defaultBus ? `${scope}rule/` : `${scope}rule/${busName}/`;
  return resource.startsWith(rules);
}
