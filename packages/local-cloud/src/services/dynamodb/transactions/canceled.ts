import type { CancellationReason } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";

/** Why one action cancels its transaction. */
export type Reason = Pick<CancellationReason, "Code" | "Message"> & { Item?: object };

/** @param reasons one for each action; undefined if it was not the cause */
export function canceled(reasons: ReadonlyArray<Reason | undefined>): AwsError {
  const all = reasons.map((reason) => reason ?? { Code: "None" });
  const codes = all.map(({ Code }) => Code).join(", ");
  return new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: all },
  );
}
