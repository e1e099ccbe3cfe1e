import { type Principal, principalArn } from "../../core/principal.ts";
import type { Access } from "../../core/service.ts";
import type { Denial } from "./policy/evaluate.ts";

/** "Troubleshoot access denied error messages": who, what, on which resource, and which kind of policy was missing or denied it. */
export function denialMessage(principal: Principal, access: Access, denial: Denial): string {
  const action = spelt(access.action);
  const start = `User: ${principalArn(principal)} is not authorized to perform: ${action} on resource: ${access.resource}`;
  // Who may not assume a role is not told what its trust policy says.
  if (access.action === "sts:AssumeRole" && denial === "no resource-based policy allows") return start;
  if (denial.startsWith("explicit deny")) return `${start} with an ${denial}`;
  return `${start} because ${denial} the ${action} action`;
}

/** Two services have their own spelling of their actions in these messages. */
function spelt(action: string): string {
  if (action.startsWith("sqs:")) return action.toLowerCase();
  if (action.startsWith("sns:")) return `SNS:${action.slice(4)}`;
  return action;
}
