import { createHash } from "node:crypto";
import { parseArn } from "../../../core/arn.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Delivery } from "../delivery/delivery.ts";
import { DeliveryError } from "../delivery/delivery-error.ts";
import type { Attempt } from "./attempt.ts";

/**
 * Writes the event as one line to the target's own stream in the log group. EventBridge needs permission from a
 * resource policy of CloudWatch Logs.
 */
export async function deliverToLogGroup(attempt: Attempt): Promise<void> {
  const logEvent = logEventOf(attempt);
  try {
    await putLogEvent(attempt, logEvent);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await createLogStream(attempt);
    await putLogEvent(attempt, logEvent);
  }
}

interface LogEvent {
  timestamp: number;
  message: string;
}

/** An input template must produce a timestamp and a message ("Targets: CloudWatch Logs"). */
function logEventOf({ delivery, payload }: Attempt): LogEvent {
  if (!delivery.target.InputTransformer) return { timestamp: Date.parse(delivery.event.time), message: payload };
  const shaped = parseObject(payload);
  const { timestamp, message } = shaped ?? {};
  const at = typeof timestamp === "number" ? timestamp : Date.parse(String(timestamp));
  if (Number.isNaN(at) || message === undefined) {
    throw new DeliveryError(
      "INVALID_PARAMETER",
      "An input template for a log group must make an object with timestamp and message.",
    );
  }
  return { timestamp: at, message: typeof message === "string" ? message : JSON.stringify(message) };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

async function putLogEvent({ account, delivery, principal }: Attempt, logEvent: LogEvent): Promise<void> {
  const input = { ...streamOf(delivery), logEvents: [logEvent] };
  await account.call({ service: "logs", operation: "PutLogEvents", input, principal });
}

async function createLogStream({ account, delivery, principal }: Attempt): Promise<void> {
  try {
    await account.call({ service: "logs", operation: "CreateLogStream", input: streamOf(delivery), principal });
  } catch (error) {
    // Another delivery to the same target has created it in the meantime.
    if (!(error instanceof AwsError && error.code === "ResourceAlreadyExistsException")) throw error;
  }
}

function streamOf({ ruleArn, target }: Delivery): { logGroupName: string; logStreamName: string } {
  const logGroupName = parseArn(target.Arn!)!
    .resource.replace(/^log-group:/, "")
    .replace(/:\*$/, "");
  const hash = createHash("sha256").update(`${ruleArn} ${target.Id}`).digest("hex");
  const logStreamName = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 16),
    hash.slice(16, 20),
    hash.slice(20, 32),
  ].join("-");
  return { logGroupName, logStreamName };
}

function isMissing(error: unknown): boolean {
  return error instanceof AwsError && error.code === "ResourceNotFoundException";
}
