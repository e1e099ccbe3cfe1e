import type { Account, RoleSession } from "../../core/account.ts";
import { parseArn } from "../../core/arn.ts";
import { AwsError } from "../../core/aws-error.ts";
import { isTransient } from "../../core/transient.ts";
import { validationError } from "./errors.ts";
import { deadLetterFailure } from "./polling/dead-letter.ts";
import { assumeRole } from "./role.ts";
import type { StoredPipe } from "./stored-pipe.ts";

/** What a pipe may need to do before its first read ("Event source permissions for Amazon EventBridge Pipes"). */
const actions = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];

/** In `StateReason`, "Amazon EventBridge Pipes error handling and troubleshooting". */
export const streamNotFound = "Stream not found. To resume processing please delete the pipe and create a new one.";

/** How reasons begin that come from AWS's check of a new pipe; seen in reports of users, not in the guide. */
const invalidInput = "Input parameter is invalid from the request due to : ";

/**
 * Why AWS would not start the pipe; undefined if it would. "Amazon EventBridge Pipes", validating configuration
 * parameters: the role must have access to the source. Users report that AWS sends to the dead-letter queue too. The
 * target is not checked, since it can be changed.
 */
export async function whyInvalid(account: Account, pipe: StoredPipe): Promise<string | undefined> {
  try {
    const role = await assumeRole(account, pipe);
    for (const action of actions) authorizeSource(account, role, pipe, action);
    if (!isEnabled(account, pipe.source)) return streamNotFound;
    return await whyNoDeadLetters(account, role, pipe.stream.deadLetterArn);
  } catch (error) {
    if (isTransient(error)) throw error;
    return asReason(invalidInput + problemOf(pipe, error));
  }
}

/**
 * "You cannot stop, start, or update a pipe whose source is disabled" ("Amazon DynamoDB stream as a source").
 *
 * @throws AwsError ValidationException
 */
export function checkSourceEnabled(account: Account, { source }: StoredPipe): void {
  if (!isEnabled(account, source)) throw validationError(streamNotFound);
}

/** Whether records can still be added to the stream: one that was disabled can only be read, for 24 hours. */
function isEnabled(account: Account, source: string): boolean {
  const streams = account.service("dynamodb").streams!;
  return streams.exists(source) && !streams.read(source, { type: "LATEST" }, 1).closed;
}

/** Opens the source for one read. @returns the session that reads @throws AwsError if the role does not allow it */
export async function openSource(account: Account, pipe: StoredPipe): Promise<RoleSession> {
  const role = await assumeRole(account, pipe);
  authorizeSource(account, role, pipe, "GetRecords");
  return role;
}

/** Why the source could not be opened. */
export function problemOf({ source, roleArn }: StoredPipe, error: unknown): string {
  const { code, message } = error instanceof AwsError ? error : { code: "Error", message: String(error) };
  return `${whatFailed()} (${code}: ${message})`;

  function whatFailed(): string {
    if (isTransient(error)) return `Stream ${source} cannot be read at the moment.`;
    if (message.includes("sts:AssumeRole")) {
      return `EventBridge Pipes cannot assume the role ${roleArn}. Its trust policy must allow pipes.amazonaws.com.`;
    }
    return `Cannot access stream ${source}. Please ensure the customer role can perform actions on source stream.`;
  }
}

/** A text as `StateReason` can have it: at most 512 characters. */
export function asReason(text: string): string {
  return text.slice(0, 512);
}

function authorizeSource(account: Account, role: RoleSession, { source }: StoredPipe, action: string): void {
  account.authorize("dynamodb", role, { action: `dynamodb:${action}`, resource: source });
}

async function whyNoDeadLetters(
  account: Account,
  role: RoleSession,
  deadLetterArn: string | undefined,
): Promise<string | undefined> {
  if (deadLetterArn === undefined) return undefined;
  const { service, resource } = parseArn(deadLetterArn)!;
  const isQueue = service === "sqs";
  try {
    account.authorize(isQueue ? "sqs" : "sns", role, {
      action: isQueue ? "sqs:SendMessage" : "sns:Publish",
      resource: deadLetterArn,
    });
    await account.call({
      ...(isQueue
        ? { service: "sqs", operation: "GetQueueUrl", input: { QueueName: resource } }
        : { service: "sns", operation: "GetTopicAttributes", input: { TopicArn: deadLetterArn } }),
      principal: { kind: "account", accountId: account.id },
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError) || isTransient(error)) throw error;
    return asReason(invalidInput + deadLetterFailure(deadLetterArn, error));
  }
}
