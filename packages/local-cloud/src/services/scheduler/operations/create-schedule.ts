import type { CreateScheduleOutput } from "@aws-sdk/client-scheduler";
import type { CallContext, Wire } from "../../../core/service.ts";
import { alreadyExists } from "../errors.ts";
import { checkExecutionRole, type ScheduleInput, settingsIn } from "../schedule-input.ts";
import type { Scheduler } from "../scheduler.ts";
import { authorizeSchedule, storedSchedule } from "../schedules.ts";

/** "CreateSchedule". With the token of the call that created the schedule, it is that call again, and no conflict. */
export function createSchedule(scheduler: Scheduler) {
  const { account, state } = scheduler;
  return async (input: ScheduleInput, context: CallContext): Promise<Wire<CreateScheduleOutput>> => {
    authorizeSchedule(context, "scheduler:CreateSchedule", input);
    const settings = settingsIn(account, input);
    state.group(settings.groupName);
    await checkExecutionRole(context, settings);
    const existing = storedSchedule(state, settings);
    if (existing && (input.ClientToken === undefined || existing.clientToken !== input.ClientToken))
      throw alreadyExists(`Schedule ${settings.name}`);
    if (!existing) {
      const now = account.clock.now();
      const id = `${settings.arn} ${account.store.sequence()}`;
      scheduler.put({ ...settings, id, createdAt: now, modifiedAt: now, countedFrom: now });
    }
    return { ScheduleArn: settings.arn };
  };
}
