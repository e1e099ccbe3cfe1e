import type { CloudWatchState } from "../state.ts";
import { runActions } from "./actions.ts";
import type { AlarmState, StoredAlarm } from "./alarm.ts";
import { recordStateUpdate } from "./history.ts";

/** Sets an alarm's state. If it changed, records it in the history and runs its actions; resolves when they end. */
export async function transition(
  monitoring: CloudWatchState,
  alarm: StoredAlarm,
  state: Omit<AlarmState, "since">,
): Promise<void> {
  const changed: StoredAlarm = { ...alarm, state: { ...state, since: monitoring.account.clock.now() } };
  monitoring.alarms.set(alarm.name, changed);
  if (state.value === alarm.state.value) return;
  recordStateUpdate(monitoring, changed, alarm.state);
  if (changed.actionsEnabled) await runActions(monitoring, changed, alarm.state.value);
}
