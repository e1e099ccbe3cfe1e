import { AwsError } from "../../core/aws-error.ts";
import type { Queue } from "./state.ts";

/** Identifies one receive of one message. The handle made of it is opaque to callers, as on AWS. */
export interface Receipt {
  queue: string;
  /** The message's key in its queue. */
  key: string;
  /** Different for each receive. */
  mark: string;
}

export function receiptHandle({ queue, key, mark }: Receipt): string {
  return Buffer.from(`${queue} ${key} ${mark}`).toString("base64");
}

/** @throws AwsError ReceiptHandleIsInvalid */
export function parseReceipt(queue: Queue, handle: string): Receipt {
  const [name, key, mark, ...rest] = Buffer.from(handle, "base64").toString().split(" ");
  if (name !== queue.name || !key || !mark || rest.length > 0) {
    throw new AwsError(
      "ReceiptHandleIsInvalid",
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
      404,
    );
  }
  return { queue: name, key, mark };
}
