import type { HistoryItemType } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchState } from "../state.ts";
import type { AlarmState, StoredAlarm } from "./alarm.ts";

/** Alarm history is kept for 30 days ("Using Amazon CloudWatch alarms"). */
const retentionMs = 30 * 24 * 60 * 60 * 1000;

export interface HistoryItem {
  alarmName: string;
  /** Milliseconds since 1970. */
  at: number;
  type: HistoryItemType;
  summary: string;
  /** JSON. */
  data: string;
}

export function recordHistory(
  { account, history }: CloudWatchState,
  alarmName: string,
  type: HistoryItemType,
  summary: string,
  data: object,
): void {
  const now = account.clock.now();
  for (const [key, { at }] of history.entries()) {
    if (at >= now - retentionMs) break;
    history.delete(key);
  }
  history.set(account.store.sequence(), { alarmName, at: now, type, summary, data: JSON.stringify(data) });
}

export function recordStateUpdate(monitoring: CloudWatchState, { name, state }: StoredAlarm, before: AlarmState): void {
  recordHistory(monitoring, name, "StateUpdate", `Alarm updated from ${before.value} to ${state.value}`, {
    version: "1.0",
    oldState: describeState(before),
    newState: describeState(state),
  });
}

function describeState({ value, reason, reasonData }: AlarmState): object {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData !== undefined && { stateReasonData: JSON.parse(reasonData) }),
  };
}
