import type {
  BatchResultErrorEntry,
  PublishBatchInput,
  PublishBatchRequestEntry,
  PublishBatchResponse,
  PublishBatchResultEntry,
} from "@aws-sdk/client-sns";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { Deliverer } from "../delivery/deliverer.ts";
import { list } from "../errors.ts";
import { checkGroup } from "../fifo.ts";
import { checkMessage, maxMessageBytes, messageBytes, publish } from "../publish.ts";
import type { SnsState } from "../state.ts";

const maxEntries = 10;

/** Each entry succeeds or fails on its own. All entries together have the size limit of one message. */
export function publishBatch(
  state: SnsState,
  deliverer: Deliverer,
): Operation<Wire<PublishBatchInput>, Wire<PublishBatchResponse>> {
  return (input, context) => {
    const topic = state.open(input.TopicArn, "Publish", context);
    const entries = list<Wire<PublishBatchRequestEntry>>(input.PublishBatchRequestEntries);
    checkBatch(entries);
    for (const entry of entries) checkGroup(topic, entry); // refuses the whole batch
    const Successful: PublishBatchResultEntry[] = [];
    const Failed: BatchResultErrorEntry[] = [];
    for (const entry of entries) {
      try {
        Successful.push({
          Id: entry.Id!,
          ...publish(state, deliverer, topic, checkMessage(state, topic, entry)),
        });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: error.status < 500 });
      }
    }
    return { Successful, Failed };
  };
}

function checkBatch(entries: Wire<PublishBatchRequestEntry>[]): void {
  if (entries.length === 0) {
    throw new AwsError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  }
  if (entries.length > maxEntries) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      `The batch request contains more entries than permissible: ${entries.length}. The limit is ${maxEntries}.`,
    );
  }
  const ids = entries.map(({ Id = "" }) => Id);
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) {
    throw new AwsError(
      "InvalidBatchEntryId",
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  }
  if (new Set(ids).size < ids.length) {
    throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
  }
  if (entries.reduce((sum, entry) => sum + messageBytes(entry), 0) > maxMessageBytes) {
    throw new AwsError(
      "BatchRequestTooLong",
      "The length of all the batch messages put together is more than the limit.",
    );
  }
}
