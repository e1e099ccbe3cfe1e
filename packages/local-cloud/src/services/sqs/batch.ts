import type { BatchResultErrorEntry } from "@aws-sdk/client-sqs";
import { AwsError } from "../../core/aws-error.ts";

export interface BatchResult<Success> {
  Successful?: Success[];
  Failed?: BatchResultErrorEntry[];
}

const maxEntries = 10;

/**
 * Checks the batch, then runs `one` for each entry; an entry that fails does not stop the others.
 *
 * @throws AwsError if the batch itself is invalid: then no entry was run
 */
export function runBatch<Entry extends { Id: string | undefined }, Success>(
  entries: Entry[] | undefined,
  entryType: string,
  one: (entry: Entry) => Success,
): BatchResult<Success & { Id: string }> {
  checkEntries(entries ?? [], entryType);
  const successful: Array<Success & { Id: string }> = [];
  const failed: BatchResultErrorEntry[] = [];
  for (const entry of entries!) {
    try {
      successful.push({ Id: entry.Id!, ...one(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: entry.Id, SenderFault: error.status < 500, Code: error.code, Message: error.message });
    }
  }
  return {
    ...(successful.length > 0 && { Successful: successful }),
    ...(failed.length > 0 && { Failed: failed }),
  };
}

function checkEntries(entries: Array<{ Id: string | undefined }>, entryType: string): void {
  if (entries.length === 0) {
    throw new AwsError("EmptyBatchRequest", `There should be at least one ${entryType} in the request.`);
  }
  if (entries.length > maxEntries) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${maxEntries}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id: id = "" } of entries) {
    if (!/^[\w-]{1,80}$/.test(id)) {
      throw new AwsError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      );
    }
    if (seen.has(id)) throw new AwsError("BatchEntryIdsNotDistinct", `Id ${id} repeated.`);
    seen.add(id);
  }
}
