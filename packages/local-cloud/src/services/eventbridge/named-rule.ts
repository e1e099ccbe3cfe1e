import { Constraints } from "../../core/constraints.ts";
import type { Access, CallContext } from "../../core/service.ts";
import { busNameOf, ruleArn } from "./arns.ts";
import { ruleKey } from "./collections.ts";
import type { EventBridge } from "./event-bridge.ts";
import { busNameOrArn, namePattern } from "./validation.ts";

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

/**
 * Checks that the caller may do `action` on a rule, with the condition keys of one that exists ("Using IAM policy conditions
 * in Amazon EventBridge") and the call's own.
 *
 * @throws AwsError AccessDeniedException
 */
export function authorizeRule(
  { account, state }: EventBridge,
  context: CallContext,
  action: string,
  { busName, name, arn }: NamedRule,
  own: Access["conditions"] = {},
): void {
  const rule = state.rules.get(ruleKey(busName, name));
  const ofRule = rule && {
    "events:creatorAccount": account.id,
    ...(rule.managedBy && { "events:ManagedBy": rule.managedBy }),
  };
  context.authorize({ action, resource: arn, conditions: { ...ofRule, ...own } });
}
