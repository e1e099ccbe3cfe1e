import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { Account } from "../../core/account.ts";
import { arn, parseArn } from "../../core/arn.ts";
import { AwsError } from "../../core/aws-error.ts";
import { Deduplication } from "../../core/deduplication.ts";
import { RecentEntries } from "../../core/recent-entries.ts";
import type { CallContext, Wire } from "../../core/service.ts";
import type { Collection } from "../../core/store.ts";
import { Arrivals } from "./arrivals.ts";
import type { QueueAttributes } from "./attributes.ts";
import { queueDoesNotExist, required } from "./errors.ts";
import { Gauges } from "./gauges.ts";
import { attemptMs, type ReceiveAttempt } from "./receive-attempts.ts";

export interface Queue {
  name: string;
  /** Only those that were set; the others have AWS's defaults (`attributes.ts`). */
  attributes: QueueAttributes;
  tags: Record<string, string>;
  /** Milliseconds since 1970, like all times here. */
  createdAt: number;
  modifiedAt: number;
  purgedAt?: number;
}

export type MessageAttributes = Record<string, Wire<MessageAttributeValue>>;

/** Its key is an increasing sequence, so that a queue delivers the oldest message first. */
export interface Message {
  id: string;
  body: string;
  attributes: MessageAttributes;
  traceHeader?: string;
  groupId?: string;
  /** In a FIFO queue. */
  deduplicationId?: string;
  sequenceNumber?: string;
  senderId: string;
  sentAt: number;
  /** Until then the message is hidden: delayed if it was never received, otherwise in flight. */
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  /** The mark of the latest receipt; older receipts delete nothing. */
  receipt?: string;
  /** The ARN of the queue whose redrive policy moved the message here. */
  deadLetterSourceArn?: string;
  movedAt?: number;
}

export interface MoveTask {
  taskHandle: string;
  sourceArn: string;
  destinationArn?: string;
  /** The most messages that it moves in a second. */
  perSecond?: number;
  status: "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
  failureReason?: string;
  moved: number;
  /** How many there were at the start. */
  toMove: number;
  startedAt: number;
  /** When it goes on. */
  dueAt: number;
}

/** The state of SQS: queues, messages and move tasks in the store, long polls and gauges in this process. */
export class SqsState {
  readonly account: Account;
  readonly queues: Collection<Queue>;
  readonly moveTasks: Collection<MoveTask>;
  readonly arrivals: Arrivals;
  readonly gauges: Gauges;

  constructor(account: Account) {
    this.account = account;
    this.queues = account.store.collection("sqs/queues");
    this.moveTasks = account.store.collection("sqs/move-tasks");
    this.arrivals = new Arrivals(account);
    this.gauges = new Gauges(account);
  }

  messages(queue: Queue): Collection<Message> {
    return this.account.store.collection(`sqs/messages/${queue.name}`);
  }

  /** The deduplication ids of a FIFO queue. */
  deduplication(queue: Queue): Deduplication {
    return new Deduplication(this.account, `sqs/deduplications/${queue.name}`);
  }

  /** The latest receives from a FIFO queue, by attempt id. */
  attempts(queue: Queue): RecentEntries<ReceiveAttempt> {
    const { clock, store } = this.account;
    return new RecentEntries(clock, store.collection(`sqs/receive-attempts/${queue.name}`), attemptMs);
  }

  /** Deletes a queue with all that belongs to it. */
  remove(queue: Queue): void {
    for (const kind of ["messages", "deduplications", "receive-attempts"]) {
      this.account.store.drop(`sqs/${kind}/${queue.name}`);
    }
    this.queues.delete(queue.name);
    this.gauges.forget(queue.name);
    this.arrivals.notify(queue.name);
  }

  arn(queue: Queue): string {
    return queueArn(this.account, queue.name);
  }

  /** Finds a queue by its URL and authorizes `action` on it. @throws AwsError QueueDoesNotExist */
  open(url: string | undefined, action: string, { authorize }: CallContext): Queue {
    const queue = this.queues.get(nameFromUrl(this.account, required(url, "QueueUrl")));
    if (!queue) throw queueDoesNotExist();
    authorize({ action: `sqs:${action}`, resource: this.arn(queue) });
    return queue;
  }

  byArn(queueArn: string): Queue | undefined {
    const parsed = parseArn(queueArn);
    if (parsed?.service !== "sqs" || parsed.region !== this.account.region) return undefined;
    return parsed.accountId === this.account.id ? this.queues.get(parsed.resource) : undefined;
  }
}

export function queueArn(account: Account, name: string): string {
  return arn("sqs", account.region, account.id, name);
}

/** E.g. http://127.0.0.1:4567/000000000000/inbox */
export function queueUrl(account: Account, name: string): string {
  return `${account.endpoint}/${account.id}/${name}`;
}

/** Reads only the path: a stack's state keeps the URL, and a restart changes the port. */
function nameFromUrl(account: Account, url: string): string {
  const [, accountId, name] = /(?:^|\/)(\d{12})\/([^/?#]+)\/?$/.exec(url) ?? [];
  if (!name) throw new AwsError("InvalidAddress", `The address ${url} is not valid for this endpoint.`, 404);
  if (accountId !== account.id) throw queueDoesNotExist();
  return name;
}
