import type { Account } from "../../core/account.ts";
import { defaultBus } from "./arns.ts";

/**
 * The data points of namespace AWS/Events ("Monitoring Amazon EventBridge"). A rule of the
 * default bus is told by RuleName alone, one of another bus by EventBusName and RuleName; what
 * AWS also counts for the whole account goes without dimensions too.
 */
interface RuleOfBus {
  name: string;
  busName: string;
}

export function countMatch(account: Account, rule: RuleOfBus): void {
  countForRuleAndAccount(account, "MatchedEvents", rule);
  countForRuleAndAccount(account, "TriggeredRules", rule);
}

export function countForRule(account: Account, name: string, rule: RuleOfBus, value = 1, unit = "Count"): void {
  account.metric({ namespace: "AWS/Events", name, dimensions: dimensionsOf(rule), value, unit });
}

export function countForRuleAndAccount(
  account: Account,
  name: string,
  rule: RuleOfBus,
  value = 1,
  unit = "Count",
): void {
  countForRule(account, name, rule, value, unit);
  countForAccount(account, name, value, unit);
}

export function countForAccount(account: Account, name: string, value = 1, unit = "Count"): void {
  account.metric({ namespace: "AWS/Events", name, dimensions: {}, value, unit });
}

function dimensionsOf({ name, busName }: RuleOfBus): Record<string, string> {
  return busName === defaultBus ? { RuleName: name } : { EventBusName: busName, RuleName: name };
}
