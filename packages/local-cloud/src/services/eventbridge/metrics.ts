import type { Account } from "../../core/account.ts";
import { defaultBus } from "./arns.ts";

/**
 * Data points in namespace AWS/Events ("Monitoring Amazon EventBridge"). The dimensions of a rule
 * are RuleName on the default bus, and EventBusName and RuleName on any other. Metrics that AWS
 * also counts for the whole account are published without dimensions too. The page names EventBusName
 * alone for some; nobody has shown such a metric, so there is none here.
 */
interface RuleOfBus {
  name: string;
  busName: string;
}

/** Counts an event once for each matching rule, and once for the account. */
export function countMatches(account: Account, rules: readonly RuleOfBus[]): void {
  if (rules.length === 0) return;
  countForAccount(account, "MatchedEvents");
  countForAccount(account, "TriggeredRules", rules.length);
  for (const rule of rules) {
    countForRule(account, "MatchedEvents", rule);
    countForRule(account, "TriggeredRules", rule);
  }
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
