import type { Account } from "../../../core/account.ts";
import { parseArn } from "../../../core/arn.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Principal } from "../../../core/principal.ts";
import { type Message, sendToArn } from "../../../core/send-to-arn.ts";
import type { FunctionRecord } from "../functions.ts";

/** A message, and its detail type if it becomes an event on a bus. */
export type TargetMessage = Message & { detailType?: string };

/** Sends to a queue, topic, function or bus, by its ARN. @throws AwsError */
export async function sendToTarget(
  account: Account,
  target: string,
  message: TargetMessage,
  principal: Principal,
  { arn }: FunctionRecord,
): Promise<void> {
  if (parseArn(target)?.service === "events") await putEvent(account, target, message, principal, `${arn}:$LATEST`);
  else await sendToArn(account, target, message, principal);
}

async function putEvent(
  account: Account,
  busArn: string,
  message: TargetMessage,
  principal: Principal,
  functionArn: string,
): Promise<void> {
  const entry = {
    Source: "lambda",
    DetailType: message.detailType,
    Detail: message.body,
    Resources: [functionArn, busArn],
    EventBusName: busArn,
  };
  const { Entries } = await account.call<{ Entries: Array<{ ErrorCode?: string; ErrorMessage?: string }> }>({
    service: "events",
    operation: "PutEvents",
    input: { Entries: [entry] },
    principal,
  });
  const { ErrorCode, ErrorMessage } = Entries[0]!;
  if (ErrorCode) throw new AwsError(ErrorCode, ErrorMessage ?? ErrorCode, ErrorCode === "InternalFailure" ? 500 : 400);
}
