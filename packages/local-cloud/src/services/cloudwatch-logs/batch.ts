import type { InputLogEvent, RejectedLogEventsInfo } from "@aws-sdk/client-cloudwatch-logs";
import { constraint, invalidParameter, required } from "./validate.ts";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const maxBatchBytes = 1_048_576;
const bytesPerEvent = 26;
const maxEvents = 10_000;

export interface Batch {
  accepted: Array<{ timestamp: number; message: string }>;
  rejected?: RejectedLogEventsInfo;
  /** Size of the accepted messages. */
  bytes: number;
}

/**
 * Checks a batch by the rules of "PutLogEvents": at most 10,000 events and 1 MiB (including 26 bytes
 * of overhead for each event), in chronological order, within 24 hours. Rejects events that are more
 * than two hours in the future, older than 14 days, or past the group's retention.
 *
 * @param now milliseconds since 1970
 * @param expiryLimit events before this time are past the retention
 * @throws AwsError InvalidParameterException
 */
export function acceptBatch(events: InputLogEvent[], now: number, expiryLimit: number): Batch {
  if (events.length < 1) throw constraint("[]", "logEvents", "Member must have length greater than or equal to 1");
  if (events.length > maxEvents) {
    throw constraint("[...]", "logEvents", `Member must have length less than or equal to ${maxEvents}`);
  }
  const checked = events.map(checkEvent);
  checkOrder(checked);
  checkSize(checked);

  const expired = countWhile(checked, ({ timestamp }) => timestamp < expiryLimit);
  const tooOld = countWhile(checked, ({ timestamp }) => timestamp < Math.max(now - 14 * dayMs, expiryLimit));
  const tooNew = countWhile(checked, ({ timestamp }) => timestamp <= now + 2 * hourMs);
  const accepted = checked.slice(tooOld, tooNew);
  const rejected = {
    ...(expired > 0 && { expiredLogEventEndIndex: expired }),
    ...(tooOld > expired && { tooOldLogEventEndIndex: tooOld }),
    ...(tooNew < checked.length && { tooNewLogEventStartIndex: tooNew }),
  };
  const bytes = accepted.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
  return { accepted, bytes, ...(Object.keys(rejected).length > 0 && { rejected }) };
}

function checkEvent(event: InputLogEvent, index: number): { timestamp: number; message: string } {
  const timestamp = required(event.timestamp, `logEvents.${index + 1}.member.timestamp`);
  const message = required(event.message, `logEvents.${index + 1}.member.message`);
  if (message.length < 1) {
    throw constraint(
      message,
      `logEvents.${index + 1}.member.message`,
      "Member must have length greater than or equal to 1",
    );
  }
  return { timestamp, message };
}

function checkOrder(events: Array<{ timestamp: number }>): void {
  for (let index = 1; index < events.length; index++) {
    if (events[index]!.timestamp < events[index - 1]!.timestamp) {
      throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
    }
  }
  if (events.at(-1)!.timestamp - events[0]!.timestamp > dayMs) {
    throw invalidParameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
}

function checkSize(events: Array<{ message: string }>): void {
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + bytesPerEvent, 0);
  if (bytes > maxBatchBytes) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${maxBatchBytes}`);
  }
}

function countWhile<T>(items: T[], holds: (item: T) => boolean): number {
  const index = items.findIndex((item) => !holds(item));
  return index < 0 ? items.length : index;
}
