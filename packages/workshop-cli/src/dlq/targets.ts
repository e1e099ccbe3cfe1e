import { ListRulesCommand, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import { GetScheduleCommand, ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { physicalName } from "../connection/physical-name.ts";
import type { DlqClients } from "./dlq-clients.ts";

/** What a rule or a schedule invokes. */
export interface Invoked {
  arn: string;
  deadLetterArn?: string;
}

/** The targets of the bus's rules. */
export async function ruleTargets({ events }: DlqClients, EventBusName: string): Promise<Invoked[]> {
  const found: Invoked[] = [];
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListRulesCommand({ EventBusName, NextToken }));
    for (const { Name: Rule } of page.Rules ?? []) {
      // A rule has at most five targets, so one page holds them all.
      const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule, EventBusName }));
      found.push(
        ...Targets.map(({ Arn = "", DeadLetterConfig }) => ({ arn: Arn, deadLetterArn: DeadLetterConfig?.Arn })),
      );
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

/** The targets of the stack's schedules. A schedule belongs to no bus: its name tells whose it is. */
export async function scheduleTargets({ scheduler }: DlqClients, busName: string): Promise<Invoked[]> {
  const found: Invoked[] = [];
  const suffix = physicalName("", { outputs: { busName } });
  let NextToken: string | undefined;
  do {
    const page = await scheduler.send(new ListSchedulesCommand({ GroupName: "default", NextToken }));
    for (const { Name, GroupName } of page.Schedules ?? []) {
      if (!Name?.endsWith(suffix)) continue;
      const { Target } = await scheduler.send(new GetScheduleCommand({ Name, GroupName }));
      found.push({ arn: Target?.Arn ?? "", deadLetterArn: Target?.DeadLetterConfig?.Arn });
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}
