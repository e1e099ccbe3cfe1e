import type { Target as SdkTarget } from "@aws-sdk/client-eventbridge";
import type { PolicyDocument } from "../../core/policy.ts";
import type { Wire } from "../../core/service.ts";
import type { EventEnvelope } from "./envelope.ts";

/** The shapes of EventBridge's state in the store. Times are milliseconds since 1970. */

export interface StoredBus {
  name: string;
  description?: string | undefined;
  deadLetterArn?: string | undefined;
  policy?: PolicyDocument | undefined;
  createdAt: number;
  modifiedAt: number;
}

export interface StoredRule {
  name: string;
  busName: string;
  arn: string;
  pattern: string;
  state: RuleState;
  description?: string | undefined;
  roleArn?: string | undefined;
  /** The AWS service that created the rule, such as the rule of an archive. */
  managedBy?: string | undefined;
  targets: Target[];
}

export type RuleState = "ENABLED" | "DISABLED" | "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

export type Target = Wire<SdkTarget>;

export interface StoredArchive {
  name: string;
  /** Names the collections of its events, so that an archive recreated under the same name starts empty. */
  uuid: string;
  busName: string;
  description?: string | undefined;
  pattern?: string | undefined;
  /** 0 means indefinitely. */
  retentionDays: number;
  createdAt: number;
}

export interface ArchivedEvent {
  event: EventEnvelope;
  ingestedAt: number;
}

export interface StoredReplay {
  name: string;
  description?: string | undefined;
  archiveName: string;
  archiveUuid: string;
  busName: string;
  /** ARNs of the rules to replay to; empty means all. */
  filterArns: string[];
  state: ReplayState;
  stateReason?: string | undefined;
  /** Events with a time in [from, until) are replayed. */
  from: number;
  until: number;
  startedAt: number;
  endedAt?: number | undefined;
  lastReplayedAt?: number | undefined;
  /** Position of the last event sent, in the replay's order, which the seed determines. */
  cursor: string;
  seed: number;
  /** When the next step is due: start, batch, or end of a cancellation. */
  dueAt: number;
}

type ReplayState = "STARTING" | "RUNNING" | "CANCELLING" | "COMPLETED" | "CANCELLED" | "FAILED";
