import type { DestinationConfig, FunctionEventInvokeConfig } from "@aws-sdk/client-lambda";
import type { Account } from "../../core/account.ts";
import { parseArn } from "../../core/arn.ts";
import type { Wire } from "../../core/service.ts";
import { checkRange } from "./check-range.ts";
import { invalidParameter, notEmulated, notFound } from "./errors.ts";
import type { EventInvokeConfig, FunctionRecord } from "./functions.ts";
import type { Lambda } from "./lambda.ts";

export interface EventInvokeConfigInput {
  MaximumRetryAttempts?: number | undefined;
  MaximumEventAgeInSeconds?: number | undefined;
  DestinationConfig?: Wire<DestinationConfig> | undefined;
}

/** The API call with which Lambda sends to a destination, and the permission for it. */
const sendActions: Record<string, { call: string; action: string }> = {
  sqs: { call: "SendMessage", action: "sqs:SendMessage" },
  sns: { call: "Publish", action: "sns:Publish" },
  lambda: { call: "InvokeFunction", action: "lambda:InvokeFunction" },
  events: { call: "PutEvents", action: "events:PutEvents" },
};

/**
 * The configuration after a change. Settings missing from the input stay; an empty destination is removed.
 *
 * @throws AwsError if a number is out of range, or the function's role may not send to a destination.
 */
export async function changeEventInvokeConfig(
  account: Account,
  record: FunctionRecord,
  current: EventInvokeConfig | undefined,
  input: EventInvokeConfigInput,
): Promise<EventInvokeConfig> {
  checkRange("maximumRetryAttempts", input.MaximumRetryAttempts, 0, 2);
  checkRange("maximumEventAgeInSeconds", input.MaximumEventAgeInSeconds, 60, 21_600);
  const changed: EventInvokeConfig = { ...current, lastModified: account.clock.now() / 1000 };
  if (input.MaximumRetryAttempts !== undefined) changed.maximumRetryAttempts = input.MaximumRetryAttempts;
  if (input.MaximumEventAgeInSeconds !== undefined) changed.maximumEventAgeInSeconds = input.MaximumEventAgeInSeconds;
  const { OnSuccess, OnFailure } = input.DestinationConfig ?? {};
  if (OnSuccess) await setDestination(account, record, changed, "onSuccess", OnSuccess.Destination);
  if (OnFailure) await setDestination(account, record, changed, "onFailure", OnFailure.Destination);
  return changed;
}

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

/** Lambda checks the function's role when a destination is set, not only when it first sends there. */
async function checkDestination(account: Account, record: FunctionRecord, destination: string): Promise<void> {
  const { service, resource } = parseArn(destination) ?? {};
  if (service === "s3") throw notEmulated("S3 destinations");
  const send = service === undefined ? undefined : sendActions[service];
  if (!send || (service === "events" && !resource?.startsWith("event-bus/"))) {
    throw invalidParameter(`The destination ARN ${destination} is invalid.`);
  }
  if (resource?.endsWith(".fifo"))
    throw invalidParameter(`The destination ARN ${destination} is invalid: FIFO is not supported.`);
  if (destination.replace(/:\$LATEST$/, "") === record.arn) {
    throw invalidParameter("You can't specify the function as a destination for itself.");
  }
  if (await roleMay(account, record.configuration.Role, send.action, destination)) return;
  throw invalidParameter(
    `The function's execution role does not have permissions to call ${send.call} on ${destination}`,
  );
}

async function roleMay(account: Account, role: string, action: string, resource: string): Promise<boolean> {
  const { EvaluationResults } = await account.call<{ EvaluationResults: Array<{ EvalDecision: string }> }>({
    service: "iam",
    operation: "SimulatePrincipalPolicy",
    input: { PolicySourceArn: role, ActionNames: [action], ResourceArns: [resource] },
    principal: { kind: "account", accountId: account.id },
  });
  return EvaluationResults.every(({ EvalDecision }) => EvalDecision === "allowed");
}
