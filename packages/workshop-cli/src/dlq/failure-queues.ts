import { GetFunctionEventInvokeConfigCommand, ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { GetQueueUrlCommand, QueueDoesNotExist } from "@aws-sdk/client-sqs";
import { functionName } from "../connection/function-name.ts";
import type { DlqClients } from "./dlq-clients.ts";
import { pipeQueues } from "./pipe-queues.ts";
import { type Invoked, ruleTargets, scheduleTargets } from "./targets.ts";

/**
 * The three places where an event can fail. "target": a rule or a schedule could not deliver it, so no function
 * received it. "function": a function received it and failed. "pipe": a pipe could not put it on the bus.
 */
export type Layer = "target" | "function" | "pipe";

/** A queue for failed events. */
export interface FailureQueue {
  layer: Layer;
  arn: string;
  url: string;
}

/**
 * The queues in which a stack's failed events end, each once: the dead-letter queues of its rules' and schedules'
 * targets, the on-failure destinations of the functions among these, and the dead-letter queues of the pipes to its bus.
 */
export async function findFailureQueues(clients: DlqClients, busName: string): Promise<FailureQueue[]> {
  const [byRule, bySchedule, ofPipes] = await Promise.all([
    ruleTargets(clients, busName),
    scheduleTargets(clients, busName),
    pipeQueues(clients, busName),
  ]);
  const invoked: Invoked[] = [...byRule, ...bySchedule];
  const functions = unique(invoked.flatMap(({ arn }) => functionName(arn) ?? []));
  const destinations = await Promise.all(functions.map((name) => onFailureQueue(clients, name)));
  const arns: Record<Layer, string[]> = {
    target: unique(invoked.flatMap(({ deadLetterArn }) => deadLetterArn ?? [])),
    function: unique(destinations.flatMap((arn) => arn ?? [])),
    pipe: unique(ofPipes),
  };
  const found = await Promise.all(
    Object.entries(arns).flatMap(([layer, queues]) => queues.map((arn) => locate(clients, layer as Layer, arn))),
  );
  return found.filter((queue) => queue !== undefined);
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
