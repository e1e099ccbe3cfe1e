import { AwsError } from "../../core/aws-error.ts";
import { notEmulated } from "./errors.ts";
import { isFifo } from "./fifo.ts";
import { checkPolicy } from "./policy.ts";
import { checkRedriveAllowPolicy, checkRedrivePolicy } from "./redrive-policy.ts";
import type { Queue, SqsState } from "./state.ts";

export type QueueAttributes = Partial<Record<string, string>>;

export const maxMessageBytes = 1_048_576;

/** The minimum and maximum of numeric attributes, in seconds or bytes ("CreateQueue"). */
const ranges: Record<string, readonly [number, number]> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1024, maxMessageBytes],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
};

const defaults: Record<string, string> = {
  DelaySeconds: "0",
  MaximumMessageSize: String(maxMessageBytes),
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  SqsManagedSseEnabled: "true",
  VisibilityTimeout: "30",
};

/** Of a FIFO queue, besides those of every queue. */
const fifoDefaults: Record<string, string> = {
  ContentBasedDeduplication: "false",
  DeduplicationScope: "queue",
  FifoQueue: "true",
  FifoThroughputLimit: "perQueue",
};

/** The values of a FIFO queue's attributes; its type cannot change. */
const fifoValues: Record<string, readonly string[]> = {
  ContentBasedDeduplication: ["true", "false"],
  DeduplicationScope: ["messageGroup", "queue"],
  FifoThroughputLimit: ["perQueue", "perMessageGroupId"],
};

const policies = new Set(["Policy", "RedrivePolicy", "RedriveAllowPolicy"]);

const readOnlyAttributes = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesDelayed",
  "ApproximateNumberOfMessagesNotVisible",
  "CreatedTimestamp",
  "LastModifiedTimestamp",
  "QueueArn",
];

export function isKnownAttribute(name: string): boolean {
  const known = ["All", "KmsMasterKeyId", ...readOnlyAttributes, ...Object.keys(fifoDefaults)];
  return known.includes(name) || isSettable(name);
}

/** The queue's attributes, with AWS's defaults for those that were not set. */
export function effectiveAttributes(queue: Queue): Record<string, string> {
  return { ...defaults, ...(isFifo(queue) && fifoDefaults), ...(queue.attributes as Record<string, string>) };
}

/** The value of a numeric attribute. */
export function numberAttribute(queue: Queue, name: string): number {
  return Number(queue.attributes[name] ?? defaults[name]);
}

/**
 * Returns `before` with `changes` applied; an empty policy removes the policy.
 *
 * @throws AwsError InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue for a redrive policy
 */
export function changeAttributes(
  state: SqsState,
  queueArn: string,
  before: QueueAttributes,
  changes: QueueAttributes,
): QueueAttributes {
  const after = { ...before };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === null) continue;
    checkAttribute(state, queueArn, name, value);
    if (value === "" && policies.has(name)) delete after[name];
    else after[name] = value;
  }
  checkThroughput(after);
  return after;
}

function checkAttribute(state: SqsState, queueArn: string, name: string, value: string): void {
  if (Object.hasOwn(fifoDefaults, name)) return checkFifoAttribute(queueArn, name, value);
  if (name === "KmsMasterKeyId") {
    if (value !== "") throw notEmulated("keys of AWS KMS: leave KmsMasterKeyId out");
    return;
  }
  if (!isSettable(name)) throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
  const range = ranges[name];
  if (range && !isWithin(value, range)) throw invalidAttribute(name);
  if (name === "SqsManagedSseEnabled" && value !== "true" && value !== "false") throw invalidAttribute(name);
  if (value === "") return;
  if (name === "Policy") checkPolicy(value);
  if (name === "RedrivePolicy") checkRedrivePolicy(state, queueArn, value);
  if (name === "RedriveAllowPolicy") checkRedriveAllowPolicy(value);
}

/** A standard queue does not know these, whatever their value. */
function checkFifoAttribute(queueArn: string, name: string, value: string): void {
  if (!queueArn.endsWith(".fifo")) throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
  if (name === "FifoQueue" && value !== "true") {
    throw new AwsError(
      "InvalidAttributeValue",
      "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
    );
  }
  if (fifoValues[name] && !fifoValues[name].includes(value)) throw invalidAttribute(name);
}

/** "High throughput for FIFO queues": a limit per group needs deduplication per group. */
function checkThroughput({ FifoThroughputLimit, DeduplicationScope }: QueueAttributes): void {
  if (FifoThroughputLimit !== "perMessageGroupId" || DeduplicationScope === "messageGroup") return;
  throw new AwsError(
    "InvalidAttributeValue",
    "Invalid value for the parameter FifoThroughputLimit. Reason: perMessageGroupId is allowed only when the value of " +
      "DeduplicationScope is messageGroup.",
  );
}

function isSettable(name: string): boolean {
  return Object.hasOwn(ranges, name) || policies.has(name) || name === "SqsManagedSseEnabled";
}

function isWithin(text: string, [min, max]: readonly [number, number]): boolean {
  return /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max;
}

function invalidAttribute(name: string): AwsError {
  return new AwsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
}
