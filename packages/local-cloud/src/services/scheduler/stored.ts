import type { ActionAfterCompletion, ScheduleState, Target as SdkTarget } from "@aws-sdk/client-scheduler";
import type { Wire } from "../../core/service.ts";
import type { Tags } from "../../core/tags.ts";
import type { Timing } from "./expressions/expression.ts";

/** The shapes of EventBridge Scheduler's state in the store. Times are milliseconds since 1970. */

export interface StoredGroup {
  name: string;
  arn: string;
  createdAt: number;
  modifiedAt: number;
  tags: Tags;
  /** Of the call that created it: a repeat of that call is no conflict. */
  clientToken?: string | undefined;
}

export interface StoredSchedule extends Timing {
  /** Tells a schedule from an earlier one of the same name. */
  id: string;
  name: string;
  groupName: string;
  arn: string;
  description?: string | undefined;
  state: ScheduleState;
  target: Target;
  /** The length of the flexible time window. */
  windowMinutes?: number | undefined;
  actionAfterCompletion: ActionAfterCompletion;
  createdAt: number;
  modifiedAt: number;
  /** The last time that has come. */
  lastTime?: number | undefined;
  clientToken?: string | undefined;
}

export type Target = Wire<SdkTarget>;
