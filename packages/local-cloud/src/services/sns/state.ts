import type { Account } from "../../core/account.ts";
import { arn, parseArn } from "../../core/arn.ts";
import { Deduplication } from "../../core/deduplication.ts";
import type { CallContext } from "../../core/service.ts";
import type { Collection } from "../../core/store.ts";
import { invalidParameter, required, subscriptionDoesNotExist, topicDoesNotExist } from "./errors.ts";
import type { PublishedMessage } from "./message.ts";

export interface Topic {
  arn: string;
  name: string;
  /** Only those that were set. */
  attributes: Record<string, string>;
  tags: Record<string, string>;
  /** How many confirmed subscriptions were deleted. */
  deletedSubscriptions: number;
}

export type Protocol = "sqs" | "lambda" | "email" | "email-json";

export interface Subscription {
  arn: string;
  topicArn: string;
  protocol: Protocol;
  /** An ARN or an e-mail address. */
  endpoint: string;
  /** Only those that were set, of RawMessageDelivery, FilterPolicy, FilterPolicyScope and RedrivePolicy. */
  attributes: Record<string, string>;
  /** The token that confirms the subscription; absent once it is confirmed. */
  pendingToken?: string;
}

/** The pending delivery of one message to one subscription, in the store until it is delivered or given up. */
export interface Delivery {
  subscriptionArn: string;
  message: PublishedMessage;
  /** Failed attempts so far. */
  failures: number;
  /** Milliseconds since 1970. */
  dueAt: number;
}

/** The state of SNS: topics, subscriptions and pending deliveries. */
export class SnsState {
  readonly account: Account;
  /** By ARN. */
  readonly topics: Collection<Topic>;
  /** By ARN. */
  readonly subscriptions: Collection<Subscription>;
  readonly deliveries: Collection<Delivery>;

  constructor(account: Account) {
    this.account = account;
    this.topics = account.store.collection("sns/topics");
    this.subscriptions = account.store.collection("sns/subscriptions");
    this.deliveries = account.store.collection("sns/deliveries");
  }

  /** The deduplication ids of a FIFO topic. */
  deduplication(topic: Topic): Deduplication {
    return new Deduplication(this.account, `sns/deduplications/${topic.name}`);
  }

  remove(topic: Topic): void {
    this.account.store.drop(`sns/deduplications/${topic.name}`);
    this.topics.delete(topic.arn);
  }

  topicArn(name: string): string {
    return arn("sns", this.account.region, this.account.id, name);
  }

  /** Finds a topic by its ARN and authorizes `action` on it. @throws AwsError InvalidParameter, NotFound */
  open(topicArn: string | undefined, action: string, { authorize }: CallContext): Topic {
    const topic = this.topics.get(checkArn(required(topicArn, "TopicArn"), "TopicArn"));
    if (!topic) throw topicDoesNotExist();
    authorize({ action: `sns:${action}`, resource: topic.arn });
    return topic;
  }

  /** Finds a subscription by its ARN and authorizes `action` on its topic. @throws AwsError InvalidParameter, NotFound */
  openSubscription(subscriptionArn: string | undefined, action: string, { authorize }: CallContext): Subscription {
    const checkedArn = checkArn(required(subscriptionArn, "SubscriptionArn"), "SubscriptionArn");
    if (checkedArn.split(":").length !== 7) {
      throw invalidParameter("SubscriptionArn Reason: An ARN of a subscription must have 7 elements");
    }
    const subscription = this.subscriptions.get(checkedArn);
    if (!subscription) throw subscriptionDoesNotExist();
    authorize({ action: `sns:${action}`, resource: subscription.topicArn });
    return subscription;
  }

  subscriptionsOf(topicArn: string): Subscription[] {
    return [...this.subscriptions.values()].filter((subscription) => subscription.topicArn === topicArn);
  }
}

export function checkArn(text: string, parameter: string): string {
  if (parseArn(text)) return text;
  const elements = text.split(":").length;
  throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${elements}`);
}
