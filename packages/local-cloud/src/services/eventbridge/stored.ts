import type { Target as SdkTarget } from "@aws-sdk/client-eventbridge";
import type { PolicyDocument } from "../../core/policy.ts";
import type { Wire } from "../../core/service.ts";
import type { EventEnvelope } from "./envelope.ts";

/** The shapes in which EventBridge's state lies in the store. Times are milliseconds since 1970. */

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
  /** The AWS service that made the rule for itself; an archive's rule has one. */
  managedBy?: string | undefined;
  /** At most five. */
  targets: Target[];
}

export type RuleState = "ENABLED" | "DISABLED" | "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

export type Target = Wire<SdkTarget>;

export interface StoredArchive {
  name: string;
  /** Names the collection of its events, so that an archive made again under the same name starts empty. */
  uuid: string;
  busName: string;
  description?: string | undefined;
  pattern?: string | undefined;
  /** 0: for ever. */
  retentionDays: number;
  createdAt: number;
}

export interface ArchivedEvent {
  event: EventEnvelope;
  ingestedAt: number;
  /** Of the event's JSON, in bytes. */
  bytes: number;
}

export interface StoredReplay {
  name: string;
  description?: string | undefined;
  archiveName: string;
  archiveUuid: string;
  busName: string;
  /** Of the rules to replay to; empty: to all. */
  filterArns: string[];
  state: ReplayState;
  stateReason?: string | undefined;
  /** Events whose time lies in [from, until) are replayed. */
  from: number;
  until: number;
  startedAt: number;
  endedAt?: number | undefined;
  lastReplayedAt?: number | undefined;
  /** Where the last event that went out stands in the replay's order, which follows from the seed. */
  cursor: string;
  seed: number;
  /** When the next thing is due: start, batch, end of a cancellation. */
  dueAt: number;
}

export type ReplayState = "STARTING" | "RUNNING" | "CANCELLING" | "COMPLETED" | "CANCELLED" | "FAILED";
