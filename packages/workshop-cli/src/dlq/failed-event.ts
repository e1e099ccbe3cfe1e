import type { Message } from "@aws-sdk/client-sqs";
import { functionName } from "../connection/function-name.ts";
import type { FailureQueue, Layer } from "./failure-queues.ts";
import type { StreamPosition } from "./stream-position.ts";

/**
 * How an event failed. "undelivered": EventBridge could not deliver it. "failed": the function failed at every try.
 * "permanent": the function recognized that no retry can help, and sent the event to its failure queue itself.
 * "unpublished": a pipe could not put events on the bus; the message has only their position in the stream.
 * "unknown": the message is something else.
 */
export type Kind = "undelivered" | "failed" | "permanent" | "unpublished" | "unknown";

/** A failed event, read from its queue. */
export interface FailedEvent {
  layer: Layer;
  kind: Kind;
  /** AWS's code for the cause, such as NO_PERMISSIONS or RetriesExhausted; PermanentFailure from our own handlers. */
  cause: string;
  /** The error's message. */
  error: string;
  /** How many times delivery was tried. */
  attempts: number;
  /** The failed invocation's request ID; only in the function layer. */
  requestId?: string;
  /** A function's name, or another target's ARN. */
  target: string;
  /** The rule that matched; only in the target layer. */
  rule?: string;
  /** The event as it was sent; a schedule's input. Undefined if the message has no event. */
  event?: EventInQueue;
  /** Where the events are; only in the pipe layer. */
  position?: StreamPosition;
  /** When it was sent to the queue, in milliseconds since 1970. */
  at: number;
  queue: FailureQueue;
  message: Message;
}

/** The fields of an event that the commands read. */
interface EventInQueue {
  id?: string;
  "detail-type"?: string;
  detail?: { bookingId?: string; metadata?: { eventId?: string } };
}

/**
 * What Lambda sends to an on-failure destination ("Capturing records of Lambda asynchronous invocations"). A handler that
 * recognizes a permanent failure sends the same, with a condition of its own.
 */
interface InvocationRecord {
  requestContext: { requestId?: string; functionArn: string; condition: string; approximateInvokeCount: number };
  requestPayload: EventInQueue;
  responsePayload?: { errorType?: string; errorMessage?: string };
}

/** What a pipe sends about a batch of a DynamoDB stream. */
interface PositionRecord {
  context: { partnerResourceArn: string; condition: string };
  DDBStreamBatchInfo: {
    shardId: string;
    startSequenceNumber: string;
    endSequenceNumber: string;
    batchSize: number;
    streamArn: string;
  };
}

/** The condition in a handler's own records. Lambda's are RetriesExhausted and EventAgeExceeded. */
const permanentCondition = "PermanentFailure";

/** Reads a message from a failure queue. An unknown kind of message becomes a failed event without an event. */
export function readFailedEvent(queue: FailureQueue, message: Message): FailedEvent {
  const at = Number(message.Attributes?.SentTimestamp);
  return {
    at,
    queue,
    message,
    ...(undelivered(message) ?? unhandled(message) ?? unpublished(message) ?? unknownMessage(queue)),
  };
}

type Failed = Omit<FailedEvent, "at" | "queue" | "message">;

/** EventBridge puts the event into the message's body, and the reason into its attributes. */
function undelivered({ Body, MessageAttributes }: Message): Failed | undefined {
  const attribute = (name: string) => MessageAttributes?.[name]?.StringValue;
  const target = attribute("TARGET_ARN");
  if (target === undefined) return undefined;
  return {
    layer: "target",
    kind: "undelivered",
    cause: attribute("ERROR_CODE") ?? "unknown",
    error: attribute("ERROR_MESSAGE") ?? "",
    attempts: Number(attribute("RETRY_ATTEMPTS") ?? 0) + 1,
    target: functionName(target) ?? target,
    rule: attribute("RULE_ARN")?.split("/").at(-1),
    event: readJson<EventInQueue>(Body),
  };
}

/** Lambda sends an invocation record that contains the event. */
function unhandled({ Body }: Message): Failed | undefined {
  const record = readJson<Partial<InvocationRecord>>(Body);
  if (!record?.requestContext || !record.requestPayload) return undefined;
  const { requestId, functionArn, condition, approximateInvokeCount } = record.requestContext;
  const { errorType, errorMessage } = record.responsePayload ?? {};
  return {
    layer: "function",
    kind: condition === permanentCondition ? "permanent" : "failed",
    requestId,
    cause: condition,
    error: [errorType, errorMessage].filter(Boolean).join(": ") || "the function never ran",
    attempts: approximateInvokeCount,
    target: functionName(functionArn) ?? functionArn,
    event: record.requestPayload,
  };
}

/** A pipe sends the position of the records that it gave up on. */
function unpublished({ Body }: Message): Failed | undefined {
  const { context, DDBStreamBatchInfo: batch } = readJson<Partial<PositionRecord>>(Body) ?? {};
  if (!context || !batch) return undefined;
  const { shardId, startSequenceNumber: first, endSequenceNumber: last, streamArn, batchSize } = batch;
  return {
    layer: "pipe",
    kind: "unpublished",
    cause: context.condition,
    error: `${batchSize} ${batchSize === 1 ? "record" : "records"} of the stream of ${streamArn.split("/")[1]}`,
    attempts: 0,
    target: context.partnerResourceArn.split("/").at(-1)!,
    position: { streamArn, shardId, first, last },
  };
}

function unknownMessage({ layer }: FailureQueue): Failed {
  const error = "not a message from EventBridge, Lambda or a pipe";
  return { layer, kind: "unknown", cause: "unknown", error, attempts: 0, target: "" };
}

function readJson<T extends object>(text = ""): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}
