import { ListRulesCommand, ListTargetsByRuleCommand, type Target } from "@aws-sdk/client-eventbridge";
import { GetFunctionEventInvokeConfigCommand, ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { GetQueueUrlCommand, QueueDoesNotExist } from "@aws-sdk/client-sqs";
import type { DlqClients } from "./dlq-clients.ts";

/**
 * The two places where an event can fail. "target": EventBridge could not hand it over, so no
 * function ever saw it. "function": a function took it, and failed.
 */
export type Layer = "target" | "function";

/** A queue that keeps failed events. */
export interface FailureQueue {
  layer: Layer;
  arn: string;
  url: string;
}

/**
 * The queues in which a bus's failed events end, found as AWS knows them: by the targets' dead-letter
 * queues, and by the on-failure destinations of the functions that are targets. Each queue once.
 */
export async function findFailureQueues(clients: DlqClients, busName: string): Promise<FailureQueue[]> {
  const targets = await targetsOf(clients, busName);
  const functions = unique(targets.flatMap(({ Arn }) => functionName(Arn) ?? []));
  const destinations = await Promise.all(functions.map((name) => onFailureQueue(clients, name)));
  const arns = {
    target: unique(targets.flatMap(({ DeadLetterConfig }) => DeadLetterConfig?.Arn ?? [])),
    function: unique(destinations.flatMap((arn) => arn ?? [])),
  };
  const found = await Promise.all([
    ...arns.target.map((arn) => locate(clients, "target", arn)),
    ...arns.function.map((arn) => locate(clients, "function", arn)),
  ]);
  return found.filter((queue) => queue !== undefined);
}

/** payment-charge of arn:aws:lambda:us-east-1:000000000000:function:payment-charge; undefined if it is no function's. */
export function functionName(arn: string | undefined): string | undefined {
  return /^arn:[^:]+:lambda:[^:]*:\d+:function:([^:]+)/.exec(arn ?? "")?.[1];
}

async function targetsOf({ events }: DlqClients, EventBusName: string): Promise<Target[]> {
  const targets: Target[] = [];
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListRulesCommand({ EventBusName, NextToken }));
    for (const { Name: Rule } of page.Rules ?? []) {
      // At most five targets a rule: one page has them all.
      const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule, EventBusName }));
      targets.push(...Targets);
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return targets;
}

async function onFailureQueue({ lambda }: DlqClients, FunctionName: string): Promise<string | undefined> {
  try {
    const { DestinationConfig } = await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
    const arn = DestinationConfig?.OnFailure?.Destination;
    return arn?.split(":")[2] === "sqs" ? arn : undefined;
  } catch (error) {
    // It has no such configuration, or is itself gone: its target's queue says so then.
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Where to read a queue; undefined if it is named somewhere and not there. */
async function locate({ sqs }: DlqClients, layer: Layer, arn: string): Promise<FailureQueue | undefined> {
  const [, , , , QueueOwnerAWSAccountId, QueueName] = arn.split(":");
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId }));
    return { layer, arn, url: QueueUrl! };
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
