import type { PolicyDocument } from "../../core/policy.ts";
import { policyProblem } from "../iam/policy/validate.ts";
import { invalidParameter } from "./errors.ts";

/**
 * Reads a bus's policy document ("Permissions for event buses in Amazon EventBridge"). Every
 * statement must be about the bus itself, or about rules on it.
 *
 * @throws AwsError ValidationException that says what is wrong.
 */
export function readBusPolicy(text: string, busArn: string): PolicyDocument {
  const problem = policyProblem(text, "resource");
  if (problem !== undefined) throw invalidParameter("Policy", problem);
  const policy = JSON.parse(text) as PolicyDocument;
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  const foreign = statements.flatMap(({ Resource = [] }) => Resource).find((resource) => !isOfBus(resource, busArn));
  if (foreign !== undefined)
    throw invalidParameter("Policy", `Resource ${foreign} is neither the event bus ${busArn} nor a rule on it.`);
  return { ...policy, Statement: statements };
}

function isOfBus(resource: string, busArn: string): boolean {
  return resource === busArn || resource.startsWith(busArn.replace(":event-bus/", ":rule/"));
}
