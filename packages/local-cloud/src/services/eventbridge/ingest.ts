import type { EventEnvelope } from "./envelope.ts";
import type { EventBridge } from "./event-bridge.ts";
import { countMatches } from "./metrics.ts";

/** An event that a bus has accepted. */
export interface Ingested {
  busName: string;
  event: EventEnvelope;
  traceHeader?: string | undefined;
  /** The event comes from another bus, so it may not be forwarded to a third. Default: false. */
  forwarded?: boolean;
  /** ARNs of the rules that a replay is limited to. Default: all rules of the bus. */
  onlyRules?: readonly string[];
}

/** Creates and starts one delivery for each target of each matching rule. */
export function ingest({ account, router, deliveries }: EventBridge, ingested: Ingested): void {
  const { busName, event, onlyRules } = ingested;
  const now = account.clock.now();
  const matching = router.match(busName, event);
  const rules = onlyRules ? matching.filter((rule) => onlyRules.includes(rule.arn)) : matching;
  countMatches(account, rules);
  for (const rule of rules) {
    for (const target of rule.targets) {
      deliveries.add({
        ruleArn: rule.arn,
        ruleName: rule.name,
        busName,
        target,
        event,
        traceHeader: ingested.traceHeader,
        forwarded: ingested.forwarded ?? false,
        ingestedAt: now,
        attempts: 0,
        dueAt: now,
      });
    }
  }
}
