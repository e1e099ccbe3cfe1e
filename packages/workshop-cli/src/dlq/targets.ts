import { GetScheduleCommand, paginateListSchedules } from "@aws-sdk/client-scheduler";
import { physicalName } from "../connection/physical-name.ts";
import { rulesWithTargets } from "../connection/rules.ts";
import type { DlqClients } from "./dlq-clients.ts";

/** What a rule or a schedule invokes. */
export interface Invoked {
  arn: string;
  deadLetterArn?: string;
}

/** The targets of the bus's rules. */
export async function ruleTargets({ events }: DlqClients, EventBusName: string): Promise<Invoked[]> {
  const all = await rulesWithTargets(events, EventBusName);
  return all.flatMap(({ targets }) =>
    targets.map(({ Arn = "", DeadLetterConfig }) => ({ arn: Arn, deadLetterArn: DeadLetterConfig?.Arn })),
  );
}

/** The targets of the stack's schedules. A schedule belongs to no bus: its name tells whose it is. */
export async function scheduleTargets({ scheduler }: DlqClients, busName: string): Promise<Invoked[]> {
  const found: Invoked[] = [];
  const suffix = physicalName("", { outputs: { busName } });
  for await (const { Schedules = [] } of paginateListSchedules({ client: scheduler }, { GroupName: "default" })) {
    for (const { Name, GroupName } of Schedules) {
      if (!Name?.endsWith(suffix)) continue;
      const { Target } = await scheduler.send(new GetScheduleCommand({ Name, GroupName }));
      found.push({ arn: Target?.Arn ?? "", deadLetterArn: Target?.DeadLetterConfig?.Arn });
    }
  }
  return found;
}
