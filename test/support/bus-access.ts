import type { PolicySet } from "@event-choreography/local-cloud/iam-policy";
import { evaluate, policyProblem } from "@event-choreography/local-cloud/iam-policy";
import type { Statement } from "./mocked-stack.ts";

type Policy = PolicySet["identity"][number];

const account = "000000000000";
const bus = `arn:aws:events:us-east-1:${account}:event-bus/AircraftBookingBus`;
const caller = `arn:aws:iam::${account}:role/caller`;

/**
 * Whether a role with these permissions may put an event on our bus.
 *
 * @throws Error with the problem, if IAM refuses the policy
 */
export function mayPut(statements: Statement[], event: { source: string; detailType: string }): boolean {
  const policy = { Version: "2012-10-17", Statement: statements } as Policy;
  refuseInvalid(policy, "identity");
  const values = { "events:source": [event.source], "events:detail-type": [event.detailType] };
  return decide(caller, values, { identity: [policy], resource: undefined }) === "allowed";
}

/**
 * Whether the bus's policy, as JSON, denies a caller to put events that its own policies allow.
 *
 * @param principalArn the ARN of the caller's role or user
 * @throws Error with the problem, if EventBridge refuses the policy
 */
export function deniesPut(policy: string, principalArn: string): boolean {
  refuseInvalid(policy, "resource");
  const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] } as Policy;
  return decide(principalArn, {}, { identity: [everything], resource: JSON.parse(policy) }) !== "allowed";
}

function refuseInvalid(policy: Policy | string, kind: "identity" | "resource"): void {
  const problem = policyProblem(policy, kind);
  if (problem) throw new Error(problem);
}

function decide(principalArn: string, event: Record<string, string[]>, policies: PolicySet) {
  const values: Record<string, string[]> = {
    "aws:principalarn": [principalArn],
    "aws:principalaccount": [account],
    "aws:principalisawsservice": ["false"],
    ...event,
  };
  const principal = { kind: "role" as const, accountId: account, names: [principalArn] };
  return evaluate({ principal, action: "events:putevents", resource: bus, valuesOf: (key) => values[key] }, policies);
}
