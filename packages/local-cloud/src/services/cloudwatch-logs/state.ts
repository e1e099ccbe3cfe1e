import type { LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";
import type { Account } from "../../core/account.ts";
import { AwsError } from "../../core/aws-error.ts";
import type { Collection, LargeCollection } from "../../core/store.ts";
import { Retention } from "./retention.ts";

export interface LogGroup {
  name: string;
  /** Milliseconds since 1970, like all times here. */
  creationTime: number;
  retentionInDays?: number;
  logGroupClass: LogGroupClass;
  kmsKeyId?: string;
  deletionProtectionEnabled: boolean;
  tags: Record<string, string>;
}

export interface LogStream {
  name: string;
  creationTime: number;
  /** No event is earlier. Undefined if there is none. */
  firstEventTimestamp?: number;
  lastEventTimestamp?: number;
  lastIngestionTime?: number;
  storedBytes: number;
}

/** Its key is the `eventKey`. */
export interface StoredEvent {
  message: string;
  ingestionTime: number;
}

export interface ResourcePolicy {
  /** Set for a policy of the whole account. */
  policyName?: string;
  /** Set for a policy of one log group. */
  resourceArn?: string;
  policyDocument: string;
  lastUpdatedTime: number;
  revisionId: string;
}

/** A completed query of Logs Insights. */
export interface Query {
  queryId: string;
  queryString: string;
  /** The first group, if there were several. */
  logGroupName: string;
  createTime: number;
  statistics: { recordsScanned: number; recordsMatched: number; bytesScanned: number };
}

export type QueryResults = Array<Array<{ field: string; value: string }>>;

/** AWS keeps results for a week; the local cloud keeps the latest ones. */
const maxQueries = 100;

const dayMs = 24 * 60 * 60 * 1000;

/** The state of CloudWatch Logs: groups, streams, events, queries and resource policies. */
export class CloudWatchLogsState {
  readonly account: Account;
  readonly groups: Collection<LogGroup>;
  readonly policies: Collection<ResourcePolicy>;
  /** By the id of their query. */
  readonly queryResults: LargeCollection<QueryResults>;
  readonly retention: Retention;

  constructor(account: Account) {
    this.account = account;
    this.groups = account.store.collection("cloudwatch-logs/groups");
    this.policies = account.store.collection("cloudwatch-logs/policies");
    this.queryResults = account.store.large("cloudwatch-logs/query-results");
    this.retention = new Retention(this);
  }

  streams(group: string): Collection<LogStream> {
    return this.account.store.collection(`cloudwatch-logs/streams/${group}`);
  }

  events(group: string, stream: string): LargeCollection<StoredEvent> {
    return this.account.store.large(this.eventsName(group, stream));
  }

  /** Neither a group's nor a stream's name may contain a colon, so the name is unambiguous. */
  eventsName(group: string, stream: string): string {
    return `cloudwatch-logs/events/${group}:${stream}`;
  }

  group(name: string): LogGroup {
    const group = this.groups.get(name);
    if (!group) throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
    return group;
  }

  stream(group: string, name: string): LogStream {
    this.group(group);
    const stream = this.streams(group).get(name);
    if (!stream) throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
    return stream;
  }

  dropStream(group: string, stream: string): void {
    this.account.store.drop(this.eventsName(group, stream));
    this.streams(group).delete(stream);
  }

  dropGroup(name: string): void {
    for (const stream of [...this.streams(name).keys()]) this.dropStream(name, stream);
    this.account.store.drop(`cloudwatch-logs/streams/${name}`);
    this.groups.delete(name);
  }

  /** Events before this time are past the group's retention and are hidden. Milliseconds since 1970. */
  expiryLimit(group: LogGroup): number {
    if (group.retentionInDays === undefined) return Number.NEGATIVE_INFINITY;
    return this.account.clock.now() - group.retentionInDays * dayMs;
  }
}

/** Queries by id. Deletes the oldest ones beyond `maxQueries` first, with their results. */
export function queriesOf({ account, queryResults }: CloudWatchLogsState): Collection<Query> {
  const queries = account.store.collection<Query>("cloudwatch-logs/queries");
  const surplus = queries.size - maxQueries;
  if (surplus > 0) {
    for (const key of [...queries.keys()].slice(0, surplus)) {
      queries.delete(key);
      queryResults.delete(key);
    }
  }
  return queries;
}

export function findQuery(state: CloudWatchLogsState, queryId: string | undefined): Query {
  const query = queriesOf(state).get(queryId ?? "");
  if (!query) throw new AwsError("ResourceNotFoundException", `Query with ID ${queryId} does not exist.`);
  return query;
}
