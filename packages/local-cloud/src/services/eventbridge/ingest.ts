import type { EventEnvelope } from "./envelope.ts";
import type { EventBridge } from "./event-bridge.ts";
import { countMatch } from "./metrics.ts";

/** An event that a bus has accepted. */
export interface Ingested {
  busName: string;
  event: EventEnvelope;
  traceHeader?: string | undefined;
  /** The event comes from another bus, and so may not go on to a third. */
  forwarded?: boolean;
  /** The rules that a replay is limited to, by ARN; all of the bus's unless told. */
  onlyRules?: readonly string[];
}

/** Makes one delivery for each target of each rule that matches, and starts it. */
export function ingest({ account, router, deliveries }: EventBridge, ingested: Ingested): void {
  const { busName, event, onlyRules } = ingested;
  const now = account.clock.now();
  const matching = router.match(busName, event);
  const rules = onlyRules ? matching.filter((rule) => onlyRules.includes(rule.arn)) : matching;
  for (const rule of rules) {
    countMatch(account, rule);
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
