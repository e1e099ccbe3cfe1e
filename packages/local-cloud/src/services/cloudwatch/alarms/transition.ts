import type { CloudWatchState } from "../state.ts";
import type { AlarmState, StoredAlarm } from "./alarm.ts";
import { recordStateUpdate } from "./history.ts";
import { stateChangeEvent } from "./state-change.ts";

/** Sets an alarm's state. If it changed: records it in the history, puts an event on the default bus, and starts its actions. */
export function transition(monitoring: CloudWatchState, alarm: StoredAlarm, state: Omit<AlarmState, "since">): void {
  const { account } = monitoring;
  const changed: StoredAlarm = { ...alarm, state: { ...state, since: account.clock.now() } };
  monitoring.alarms.set(alarm.name, changed);
  if (state.value === alarm.state.value) return;
  recordStateUpdate(monitoring, changed, alarm.state);
  account.service("events").emit?.(stateChangeEvent(changed, alarm.state));
  monitoring.actions.add(changed, alarm.state);
}
