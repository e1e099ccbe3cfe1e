import { type Principal, principalArn } from "../../core/principal.ts";
import type { Access } from "../../core/service.ts";
import type { Denial } from "./policy/evaluate.ts";

/**
 * The message for a denied request: the principal, the action, the resource, and the kind of policy that denied it
 * or is missing ("Troubleshoot access denied error messages").
 */
export function denialMessage(principal: Principal, access: Access, denial: Denial): string {
  const action = spelling(access.action);
  const start = `User: ${principalArn(principal)} is not authorized to perform: ${action} on resource: ${access.resource}`;
  // If the trust policy does not allow the caller, AWS gives no reason.
  if (access.action === "sts:AssumeRole" && denial === "no resource-based policy allows") return start;
  if (denial.startsWith("explicit deny")) return `${start} with an ${denial}`;
  return `${start} because ${denial} the ${action} action`;
}

/** SQS and SNS spell their actions differently in these messages. */
function spelling(action: string): string {
  if (action.startsWith("sqs:")) return action.toLowerCase();
  if (action.startsWith("sns:")) return `SNS:${action.slice(4)}`;
  return action;
}
