import type { Account } from "../../core/account.ts";
import { arn, parseArn } from "../../core/arn.ts";
import type { CallContext } from "../../core/service.ts";
import type { Collection } from "../../core/store.ts";
import { invalidParameter, required, subscriptionDoesNotExist, topicDoesNotExist } from "./errors.ts";
import type { PublishedMessage } from "./message.ts";

export interface Topic {
  arn: string;
  name: string;
  /** Only what was set. */
  attributes: Record<string, string>;
  tags: Record<string, string>;
  /** How many were confirmed once and are no more. */
  deletedSubscriptions: number;
}

export type Protocol = "sqs" | "lambda" | "email" | "email-json";

export interface Subscription {
  arn: string;
  topicArn: string;
  protocol: Protocol;
  /** An ARN, or an e-mail address. */
  endpoint: string;
  /** Only what was set: RawMessageDelivery, FilterPolicy, FilterPolicyScope, RedrivePolicy. */
  attributes: Record<string, string>;
  /** What confirms it; absent once it is confirmed. */
  pendingToken?: string;
}

/** One message on its way to one subscription; kept until it has arrived or been given up. */
export interface Delivery {
  subscriptionArn: string;
  message: PublishedMessage;
  /** How often it was tried in vain. */
  failures: number;
  /** Milliseconds since 1970. */
  dueAt: number;
}

/** What SNS keeps: topics, subscriptions, and what is under way. */
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

  topicArn(name: string): string {
    return arn("sns", this.account.region, this.account.id, name);
  }

  /** The topic that the caller names, if it is there and the caller may do this to it. */
  open(topicArn: string | undefined, action: string, { authorize }: CallContext): Topic {
    const topic = this.topics.get(checkArn(required(topicArn, "TopicArn"), "TopicArn"));
    if (!topic) throw topicDoesNotExist();
    authorize({ action: `sns:${action}`, resource: topic.arn });
    return topic;
  }

  /** The subscription that the caller names; what may be done to it is decided by its topic. */
  openSubscription(subscriptionArn: string | undefined, action: string, { authorize }: CallContext): Subscription {
    const text = checkArn(required(subscriptionArn, "SubscriptionArn"), "SubscriptionArn");
    if (text.split(":").length !== 7) {
      throw invalidParameter("SubscriptionArn Reason: An ARN of a subscription must have 7 elements");
    }
    const subscription = this.subscriptions.get(text);
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
