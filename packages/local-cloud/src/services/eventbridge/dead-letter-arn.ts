import { parseArn } from "../../core/arn.ts";
import { invalidParameter } from "./errors.ts";

/** A dead-letter queue must be a standard SQS queue ("Using dead-letter queues to process undelivered events"). */
export function checkDeadLetterArn(parameter: string, queueArn: string | undefined): void {
  if (queueArn === undefined) return;
  const parsed = parseArn(queueArn);
  if (parsed?.service !== "sqs") throw invalidParameter(parameter, `${queueArn} is not the ARN of an SQS queue.`);
  if (parsed.resource.endsWith(".fifo"))
    throw invalidParameter(parameter, "Dead-letter queues must be standard queues, not FIFO.");
}
