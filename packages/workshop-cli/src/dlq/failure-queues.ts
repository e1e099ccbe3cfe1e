import { ListRulesCommand, ListTargetsByRuleCommand, type Target } from "@aws-sdk/client-eventbridge";
import { GetFunctionEventInvokeConfigCommand, ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { GetQueueUrlCommand, QueueDoesNotExist } from "@aws-sdk/client-sqs";
import { functionName } from "../connection/function-name.ts";
import type { DlqClients } from "./dlq-clients.ts";

/**
 * The two places where an event can fail. "target": EventBridge could not deliver it, so no function
 * received it. "function": a function received it and failed.
 */
export type Layer = "target" | "function";

/** A queue for failed events. */
export interface FailureQueue {
  layer: Layer;
  arn: string;
  url: string;
}

/**
 * The queues in which a bus's failed events end: the targets' dead-letter queues, and the on-failure
 * destinations of the functions that are targets. Each queue appears once.
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

async function targetsOf({ events }: DlqClients, EventBusName: string): Promise<Target[]> {
  const targets: Target[] = [];
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListRulesCommand({ EventBusName, NextToken }));
    for (const { Name: Rule } of page.Rules ?? []) {
      // A rule has at most five targets, so one page holds them all.
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
    // It has no such configuration, or it no longer exists; then its events are in its target's queue.
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** The queue with its URL, or undefined if it does not exist. */
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
