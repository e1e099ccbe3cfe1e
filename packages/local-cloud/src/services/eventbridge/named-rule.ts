import { Constraints } from "../../core/constraints.ts";
import { busNameOf, ruleArn } from "./arns.ts";
import { ruleKey } from "./collections.ts";
import type { EventBridge } from "./event-bridge.ts";
import { busNameOrArn, namePattern } from "./validation.ts";

/** The condition keys of a call about a rule that exists ("Using IAM policy conditions in Amazon EventBridge"). */
export function ruleConditions({ account, state }: EventBridge, { busName, name }: Omit<NamedRule, "arn">) {
  const rule = state.rules.get(ruleKey(busName, name));
  if (!rule) return {};
  return { "events:creatorAccount": account.id, ...(rule.managedBy && { "events:ManagedBy": rule.managedBy }) };
}

/** The rule that a request names by Name (or Rule) and EventBusName. It may not exist. */
export interface NamedRule {
  name: string;
  busName: string;
  arn: string;
}

export function namedRule(
  bridge: EventBridge,
  member: "name" | "rule",
  name: string | undefined,
  bus: string | undefined,
): NamedRule {
  new Constraints()
    .text(member, name, { required: true, min: 1, max: 64, pattern: namePattern })
    .text("eventBusName", bus, busNameOrArn)
    .check();
  const busName = busNameOf(bus);
  return { name: name!, busName, arn: ruleArn(bridge.account, busName, name!) };
}
