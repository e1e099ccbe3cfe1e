import type { PutMetricAlarmInput, StateValue } from "@aws-sdk/client-cloudwatch";
import type { Wire } from "../../../core/service.ts";

export type AlarmConfiguration = Omit<Wire<PutMetricAlarmInput>, "Tags" | "ActionsEnabled" | "AlarmName">;

export interface AlarmState {
  value: StateValue;
  reason: string;
  /** JSON, as the API returns it. */
  reasonData?: string;
  /** Milliseconds since 1970. */
  since: number;
}

/** An alarm as it is in the store. */
export interface StoredAlarm {
  name: string;
  arn: string;
  configuration: AlarmConfiguration;
  actionsEnabled: boolean;
  state: AlarmState;
  /** Milliseconds since 1970. */
  configuredAt: number;
}
