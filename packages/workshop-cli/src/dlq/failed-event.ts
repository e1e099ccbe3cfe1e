import type { Message } from "@aws-sdk/client-sqs";
import { type FailureQueue, functionName, type Layer } from "./failure-queues.ts";

/** An event that failed, as its queue keeps it. */
export interface FailedEvent {
  layer: Layer;
  /** Why, in AWS's word: NO_PERMISSIONS, RetriesExhausted … */
  cause: string;
  /** What was said. */
  error: string;
  /** How often it was tried. */
  attempts: number;
  /** What it was for: a function's name, or another target's ARN. */
  target: string;
  /** The rule that matched; of the target layer alone. */
  rule?: string;
  /** The event as it was sent, or undefined if the message is something else. */
  event?: EventInQueue;
  /** When it came into the queue: milliseconds since 1970. */
  at: number;
  queue: FailureQueue;
  message: Message;
}

/** What the commands read of an event; the rest is kept as it is. */
export interface EventInQueue {
  id?: string;
  "detail-type"?: string;
  detail?: { bookingId?: string; metadata?: { eventId?: string } };
}

/** What Lambda sends to an on-failure destination ("Capturing records of Lambda asynchronous invocations"). */
interface InvocationRecord {
  requestContext: { functionArn: string; condition: string; approximateInvokeCount: number };
  requestPayload: EventInQueue;
  responsePayload?: { errorType?: string; errorMessage?: string };
}

/** Reads a message of a failure queue; one that nobody can make sense of is told, not hidden. */
export function readFailedEvent(queue: FailureQueue, message: Message): FailedEvent {
  const at = Number(message.Attributes?.SentTimestamp);
  return { at, queue, message, ...(undelivered(message) ?? unhandled(message) ?? strange(queue)) };
}

type Failed = Omit<FailedEvent, "at" | "queue" | "message">;

/** EventBridge keeps the event as the message's body, and the reason in its attributes. */
function undelivered({ Body, MessageAttributes }: Message): Failed | undefined {
  const attribute = (name: string) => MessageAttributes?.[name]?.StringValue;
  const target = attribute("TARGET_ARN");
  if (target === undefined) return undefined;
  return {
    layer: "target",
    cause: attribute("ERROR_CODE") ?? "unknown",
    error: attribute("ERROR_MESSAGE") ?? "",
    attempts: Number(attribute("RETRY_ATTEMPTS") ?? 0) + 1,
    target: functionName(target) ?? target,
    rule: attribute("RULE_ARN")?.split("/").at(-1),
    event: readJson<EventInQueue>(Body),
  };
}

/** Lambda keeps a record, with the event in it. */
function unhandled({ Body }: Message): Failed | undefined {
  const record = readJson<Partial<InvocationRecord>>(Body);
  if (!record?.requestContext || !record.requestPayload) return undefined;
  const { functionArn, condition, approximateInvokeCount } = record.requestContext;
  const { errorType, errorMessage } = record.responsePayload ?? {};
  return {
    layer: "function",
    cause: condition,
    error: [errorType, errorMessage].filter(Boolean).join(": ") || "the function never ran",
    attempts: approximateInvokeCount,
    target: functionName(functionArn) ?? functionArn,
    event: record.requestPayload,
  };
}

function strange({ layer }: FailureQueue): Failed {
  const error = "neither EventBridge nor Lambda writes such messages";
  return { layer, cause: "unknown", error, attempts: 0, target: "" };
}

function readJson<T extends object>(text = ""): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}
