import {
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import type { TestCloud } from "../../testing/index.ts";

/** Fixtures for EventBridge's tests: rules, events, and queues as targets. */

export const region = "us-east-1";
export const accountId = "000000000000";

export function queueArn(name: string): string {
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
}

export function busArn(name: string): string {
  return `arn:aws:events:${region}:${accountId}:event-bus/${name}`;
}

export interface QueueOptions {
  /** Whether the queue has a policy that lets `service` send messages. Default: true. */
  open?: boolean;
  /** ARN of the only rule that may send. Default: every rule may. */
  onlyFor?: string;
  /** Default: events.amazonaws.com. */
  service?: string;
}

/** Creates a queue, by default with a policy that lets EventBridge send to it; returns its ARN. */
export async function makeQueue(cloud: TestCloud, name: string, options: QueueOptions = {}): Promise<string> {
  const { open = true, onlyFor, service = "events.amazonaws.com" } = options;
  const { QueueUrl } = await cloud.sqs.send(new CreateQueueCommand({ QueueName: name }));
  const statement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sqs:SendMessage",
    Resource: queueArn(name),
    ...(onlyFor && { Condition: { ArnEquals: { "aws:SourceArn": onlyFor } } }),
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  if (open) await cloud.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return queueArn(name);
}

/** Receives all messages of a queue, with all attributes. */
export async function messagesIn(cloud: TestCloud, name: string): Promise<Message[]> {
  const messages: Message[] = [];
  for (;;) {
    const { Messages = [] } = await cloud.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: `${cloud.endpoint}/${accountId}/${name}`,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 43_200,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) return messages;
    messages.push(...Messages);
  }
}

export async function bodiesIn(cloud: TestCloud, name: string): Promise<string[]> {
  return (await messagesIn(cloud, name)).map(({ Body }) => Body!);
}

export interface RuleOptions {
  name?: string;
  bus?: string;
  pattern?: object;
  targets?: Target[];
}

/** Creates a rule with its targets, by default for all events of source "shop"; returns its ARN. */
export async function makeRule(cloud: TestCloud, options: RuleOptions = {}): Promise<string> {
  const { name = "orders", bus = "default", pattern = { source: ["shop"] }, targets = [] } = options;
  const { RuleArn } = await cloud.events.send(
    new PutRuleCommand({ Name: name, EventBusName: bus, EventPattern: JSON.stringify(pattern) }),
  );
  if (targets.length > 0)
    await cloud.events.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: targets }));
  return RuleArn!;
}

/** A valid entry, with the given changes. */
export function entry(changes: PutEventsRequestEntry = {}): PutEventsRequestEntry {
  return { Source: "shop", DetailType: "OrderPlaced", Detail: JSON.stringify({ orderId: "o-1" }), ...changes };
}

/** Puts all entries in one call. Default: one valid entry. */
export async function put(cloud: TestCloud, ...entries: PutEventsRequestEntry[]) {
  return cloud.events.send(new PutEventsCommand({ Entries: entries.length > 0 ? entries : [entry()] }));
}
