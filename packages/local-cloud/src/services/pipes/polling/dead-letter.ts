import type { Account, RoleSession } from "../../../core/account.ts";
import { parseArn } from "../../../core/arn.ts";
import type { AwsError } from "../../../core/aws-error.ts";
import { sendToArn } from "../../../core/send-to-arn.ts";
import type { StoredPipe } from "../stored-pipe.ts";
import type { PipeEvent } from "../template/pipe-event.ts";

export type Condition = "RetryAttemptsExhausted" | "RecordAgeExceeded";

/**
 * What goes to the dead-letter queue: the position of the records in the stream, not the records. AWS's guide describes only
 * Lambda's message of this kind ("Retaining discarded batches for a DynamoDB event source in Lambda"); `context` and
 * `partnerResourceArn` are as users of pipes quote it. RecordAgeExceeded is Lambda's name for that condition.
 */
export function deadLetterBody(
  pipe: StoredPipe,
  events: readonly PipeEvent[],
  { shardId, condition, now }: { shardId: string; condition: Condition; now: number },
): string {
  const [first, last] = [events[0]!.dynamodb, events.at(-1)!.dynamodb];
  return JSON.stringify({
    context: { partnerResourceArn: pipe.arn, condition },
    version: "1.0",
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first.SequenceNumber,
      endSequenceNumber: last.SequenceNumber,
      approximateArrivalOfFirstRecord: seconds(first.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: seconds(last.ApproximateCreationDateTime),
      batchSize: events.length,
      streamArn: pipe.source,
    },
  });
}

/** @throws AwsError of the queue or topic */
export async function sendDeadLetter(
  account: Account,
  role: RoleSession,
  deadLetterArn: string,
  body: string,
): Promise<void> {
  await sendToArn(account, deadLetterArn, { body }, role);
}

/** AWS's words for a dead letter that cannot be sent, as users quote them, and the reason. */
export function deadLetterFailure(deadLetterArn: string, { code, message }: AwsError): string {
  const kind = parseArn(deadLetterArn)!.service === "sqs" ? "SQS queue" : "SNS topic";
  return `Error occurred while sending message to ${kind}: ${deadLetterArn} (${code}: ${message})`;
}

function seconds(secondsSince1970: number): string {
  return new Date(secondsSince1970 * 1000).toISOString().replace(".000Z", "Z");
}
