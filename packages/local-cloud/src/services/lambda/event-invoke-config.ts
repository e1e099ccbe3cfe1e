import type { DestinationConfig, FunctionEventInvokeConfig } from "@aws-sdk/client-lambda";
import type { Account } from "../../core/account.ts";
import type { Wire } from "../../core/service.ts";
import { checkRange } from "./check-range.ts";
import { invalidParameter, notFound } from "./errors.ts";
import type { EventInvokeConfig, FunctionRecord } from "./functions.ts";
import type { Lambda } from "./lambda.ts";
import { checkDestination } from "./send-targets.ts";

export interface EventInvokeConfigInput {
  MaximumRetryAttempts?: number | undefined;
  MaximumEventAgeInSeconds?: number | undefined;
  DestinationConfig?: Wire<DestinationConfig> | undefined;
}

/** @throws AwsError if a number is out of range, or nothing is set. */
export function checkEventInvokeConfig(input: EventInvokeConfigInput): void {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
  checkRange("maximumRetryAttempts", MaximumRetryAttempts, 0, 2);
  checkRange("maximumEventAgeInSeconds", MaximumEventAgeInSeconds, 60, 21_600);
  if ((MaximumRetryAttempts ?? MaximumEventAgeInSeconds ?? DestinationConfig) === undefined) {
    throw invalidParameter("You must specify at least one of error handling or destination setting.");
  }
}

/**
 * The configuration after a change. Settings missing from the input stay; an empty destination is removed.
 *
 * @throws AwsError if a destination does not exist, or the function's role may not send to it.
 */
export async function changeEventInvokeConfig(
  account: Account,
  record: FunctionRecord,
  current: EventInvokeConfig | undefined,
  input: EventInvokeConfigInput,
): Promise<EventInvokeConfig> {
  const changed: EventInvokeConfig = { ...current, lastModified: account.clock.now() / 1000 };
  if (input.MaximumRetryAttempts !== undefined) changed.maximumRetryAttempts = input.MaximumRetryAttempts;
  if (input.MaximumEventAgeInSeconds !== undefined) changed.maximumEventAgeInSeconds = input.MaximumEventAgeInSeconds;
  const { OnSuccess, OnFailure } = input.DestinationConfig ?? {};
  if (OnSuccess) await setDestination(account, record, changed, "onSuccess", OnSuccess.Destination);
  if (OnFailure) await setDestination(account, record, changed, "onFailure", OnFailure.Destination);
  return changed;
}

/** AWS's message, as recorded. */
export const noSuchFunction = "The function doesn't exist.";

export type FunctionWithEventInvokeConfig = FunctionRecord & { eventInvokeConfig: EventInvokeConfig };

/** @throws AwsError ResourceNotFoundException if the function has no such configuration. */
export function withEventInvokeConfig(record: FunctionRecord): FunctionWithEventInvokeConfig {
  if (hasEventInvokeConfig(record)) return record;
  throw notFound(`The function ${record.arn}:$LATEST doesn't have an EventInvokeConfig`);
}

export function hasEventInvokeConfig(record: FunctionRecord): record is FunctionWithEventInvokeConfig {
  return record.eventInvokeConfig !== undefined;
}

export function storeEventInvokeConfig(
  lambda: Lambda,
  { name, arn }: FunctionRecord,
  eventInvokeConfig: EventInvokeConfig,
): Wire<FunctionEventInvokeConfig> {
  // Read again: the function may have changed while the role was checked.
  const record = lambda.functions.get(name);
  if (!record) throw notFound(`The function ${arn} doesn't exist.`);
  const changed = { ...record, eventInvokeConfig };
  lambda.functions.set(name, changed);
  return describeEventInvokeConfig(changed);
}

export function describeEventInvokeConfig(record: FunctionWithEventInvokeConfig): Wire<FunctionEventInvokeConfig> {
  const config = record.eventInvokeConfig;
  return {
    FunctionArn: `${record.arn}:$LATEST`,
    LastModified: config.lastModified,
    ...(config.maximumRetryAttempts !== undefined && { MaximumRetryAttempts: config.maximumRetryAttempts }),
    ...(config.maximumEventAgeInSeconds !== undefined && { MaximumEventAgeInSeconds: config.maximumEventAgeInSeconds }),
    DestinationConfig: {
      OnSuccess: config.onSuccess ? { Destination: config.onSuccess } : {},
      OnFailure: config.onFailure ? { Destination: config.onFailure } : {},
    },
  };
}

async function setDestination(
  account: Account,
  record: FunctionRecord,
  config: EventInvokeConfig,
  which: "onSuccess" | "onFailure",
  destination: string | undefined,
): Promise<void> {
  delete config[which];
  if (!destination) return;
  await checkDestination(account, record, destination);
  config[which] = destination;
}
