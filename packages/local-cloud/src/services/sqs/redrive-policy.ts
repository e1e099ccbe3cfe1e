import { parseJsonObject } from "../../core/json-object.ts";
import { invalidValue } from "./errors.ts";
import { isFifo } from "./fifo.ts";
import type { Queue, SqsState } from "./state.ts";

/** The dead-letter queue of messages that were received too often ("Using dead-letter queues in Amazon SQS"). */
export interface RedrivePolicy {
  deadLetterTargetArn: string;
  /** 1 to 1000. */
  maxReceiveCount: number;
}

export function redrivePolicyOf(queue: Queue): RedrivePolicy | undefined {
  const text = queue.attributes.RedrivePolicy;
  if (text === undefined) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text);
  return { deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) };
}

/** @throws AwsError InvalidParameterValue */
export function checkRedrivePolicy(state: SqsState, sourceArn: string, text: string): void {
  const invalid = (reason: string) => invalidValue(text, "RedrivePolicy", reason);
  const policy = parseJsonObject(text);
  if (!policy) throw invalid("Redrive policy is not a valid JSON map.");
  for (const member of ["deadLetterTargetArn", "maxReceiveCount"]) {
    if (policy[member] === undefined) {
      throw invalid(`Redrive policy does not contain mandatory attribute: ${member}.`);
    }
  }
  const count = Number(policy.maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    throw invalid(
      `Invalid value for maxReceiveCount: ${policy.maxReceiveCount}, valid values are from 1 to 1000 both inclusive.`,
    );
  }
  const target = state.byArn(String(policy.deadLetterTargetArn));
  if (!target) throw invalid("Dead letter target does not exist.");
  if (isFifo(target) !== sourceArn.endsWith(".fifo")) {
    throw invalid("Dead-letter queue must be same type of queue as the source..");
  }
  if (!allowsSource(target, sourceArn)) {
    throw invalid("Dead letter target's redrive allow policy does not allow this queue to use it.");
  }
}

/** @throws AwsError InvalidParameterValue */
export function checkRedriveAllowPolicy(text: string): void {
  const invalid = (reason: string) => invalidValue(text, "RedriveAllowPolicy", reason);
  const policy = parseJsonObject(text);
  if (!policy) throw invalid("Redrive allow policy is not a valid JSON map.");
  const { redrivePermission, sourceQueueArns } = policy;
  if (!["allowAll", "denyAll", "byQueue"].includes(String(redrivePermission))) {
    throw invalid("redrivePermission must be allowAll, denyAll or byQueue.");
  }
  const listed = Array.isArray(sourceQueueArns) ? sourceQueueArns.length : 0;
  if (redrivePermission === "byQueue" ? listed < 1 || listed > 10 : sourceQueueArns !== undefined) {
    throw invalid("sourceQueueArns must hold 1 to 10 ARNs with byQueue, and must be left out otherwise.");
  }
}

function allowsSource(target: Queue, sourceArn: string): boolean {
  const policy = parseJsonObject(target.attributes.RedriveAllowPolicy ?? "{}")!;
  if (policy.redrivePermission === "denyAll") return false;
  return policy.redrivePermission !== "byQueue" || (policy.sourceQueueArns as string[]).includes(sourceArn);
}
