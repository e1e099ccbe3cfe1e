import type { UpdateScheduleOutput } from "@aws-sdk/client-scheduler";
import type { CallContext, Wire } from "../../../core/service.ts";
import { checkExecutionRole, type ScheduleInput, type ScheduleSettings, settingsIn } from "../schedule-input.ts";
import type { Scheduler } from "../scheduler.ts";
import { authorizeSchedule } from "../schedules.ts";
import type { StoredSchedule } from "../stored.ts";

/** "UpdateSchedule": what the input leaves out gets its default. */
export function updateSchedule(scheduler: Scheduler) {
  const { account, state } = scheduler;
  return async (input: ScheduleInput, context: CallContext): Promise<Wire<UpdateScheduleOutput>> => {
    authorizeSchedule(context, "scheduler:UpdateSchedule", input);
    const settings = settingsIn(account, input);
    state.group(settings.groupName);
    state.schedule(settings.groupName, settings.name);
    await checkExecutionRole(context, settings);
    const current = state.schedule(settings.groupName, settings.name);
    scheduler.put(changed(current, settings, account.clock.now()));
    return { ScheduleArn: settings.arn };
  };
}

/**
 * AWS does not say what an update does to the rhythm of a rate. Here a rate goes on as before, unless the update gives it
 * another timing or enables it: then it is counted from now.
 */
function changed(current: StoredSchedule, settings: ScheduleSettings, now: number): StoredSchedule {
  const { id, createdAt, clientToken } = current;
  const isSameTiming = (["expression", "timezone", "startAt"] as const).every(
    (name) => current[name] === settings[name],
  );
  const goesOn = isSameTiming && current.state === "ENABLED";
  return {
    ...settings,
    id,
    createdAt,
    clientToken,
    modifiedAt: now,
    countedFrom: goesOn ? current.countedFrom : now,
    lastTime: isSameTiming ? current.lastTime : undefined,
  };
}
