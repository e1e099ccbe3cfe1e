import type { Account } from "../../../core/account.ts";
import { parseArn } from "../../../core/arn.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Principal } from "../../../core/principal.ts";
import { sendToArn } from "../../../core/send-to-arn.ts";
import type { ServiceName } from "../../../core/service.ts";
import type { Target } from "../stored.ts";

/** The services whose templated targets the local cloud calls, by the service in their ARN. */
export const targetServices = ["lambda", "sqs", "sns", "events"] as const satisfies ServiceName[];
export type TargetService = (typeof targetServices)[number];

/** The service of a target that has passed `checkTarget`. */
export function targetServiceOf({ Arn }: Target): TargetService {
  return parseArn(Arn!)!.service as TargetService;
}

/**
 * Calls the target's API as `principal`, a session of the execution role. A function is invoked asynchronously: its own
 * failures are Lambda's to retry ("Using Lambda with Amazon EventBridge Scheduler").
 *
 * @throws AwsError of the target's service
 */
export async function callTarget(account: Account, target: Target, input: string, principal: Principal): Promise<void> {
  refuseElsewhere(account, target.Arn!);
  if (targetServiceOf(target) === "events") return putEvent(account, target, input, principal);
  const message = { body: input, messageGroupId: target.SqsParameters?.MessageGroupId };
  await sendToArn(account, target.Arn!, message, principal);
}

function refuseElsewhere(account: Account, arn: string): void {
  const { accountId, region } = parseArn(arn)!;
  if (accountId === account.id && region === account.region) return;
  throw new AwsError(
    "ResourceNotFoundException",
    `${arn} is not in account ${account.id} and Region ${account.region}, all there is here.`,
    404,
  );
}

async function putEvent(account: Account, target: Target, input: string, principal: Principal): Promise<void> {
  const { Source, DetailType } = target.EventBridgeParameters!;
  const { Entries } = await account.call<{ Entries: Array<{ ErrorCode?: string; ErrorMessage?: string }> }>({
    service: "events",
    operation: "PutEvents",
    input: { Entries: [{ Source, DetailType, Detail: input, EventBusName: target.Arn }] },
    principal,
  });
  const { ErrorCode, ErrorMessage } = Entries[0]!;
  if (ErrorCode) throw new AwsError(ErrorCode, ErrorMessage ?? ErrorCode, ErrorCode === "InternalFailure" ? 500 : 400);
}
