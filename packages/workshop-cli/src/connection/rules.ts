import {
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
  type Target,
} from "@aws-sdk/client-eventbridge";

export interface RuleWithTargets {
  rule: Rule;
  targets: Target[];
}

/** All rules of a bus. */
export async function rulesOf(events: EventBridgeClient, EventBusName: string): Promise<Rule[]> {
  const found: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListRulesCommand({ EventBusName, NextToken }));
    found.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

/** All rules of a bus with their targets. */
export async function rulesWithTargets(events: EventBridgeClient, EventBusName: string): Promise<RuleWithTargets[]> {
  const found: RuleWithTargets[] = [];
  for (const rule of await rulesOf(events, EventBusName)) {
    // A rule has at most five targets, so one page holds them all ("Amazon EventBridge quotas").
    const { Targets: targets = [] } = await events.send(
      new ListTargetsByRuleCommand({ Rule: rule.Name, EventBusName }),
    );
    found.push({ rule, targets });
  }
  return found;
}
