import type { UpdateTableInput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../core/aws-error.ts";
import type { Wire } from "../../core/service.ts";
import type { TableRecord } from "./database.ts";

type Input = Wire<UpdateTableInput>;
type Description = TableRecord["description"];

export function isOnDemand(description: Description): boolean {
  return description.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST";
}

/**
 * The description with the input's billing mode, throughput, table class and deletion protection.
 *
 * @param at seconds since 1970
 * @throws AwsError ValidationException
 */
export function withSettings(before: Description, input: Input, at: number): Description {
  const onDemandBefore = isOnDemand(before);
  const onDemand = input.BillingMode ? input.BillingMode === "PAY_PER_REQUEST" : onDemandBefore;
  if (onDemand && input.ProvisionedThroughput) {
    throw new AwsError(
      "ValidationException",
      "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be " +
        "specified when BillingMode is PAY_PER_REQUEST",
    );
  }

  const after = { ...before };
  if (input.ProvisionedThroughput) after.ProvisionedThroughput = provisioned(before, input.ProvisionedThroughput);
  if (onDemand && !onDemandBefore) {
    after.BillingModeSummary = { BillingMode: "PAY_PER_REQUEST", LastUpdateToPayPerRequestDateTime: at };
    after.ProvisionedThroughput = { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  }
  if (!onDemand && onDemandBefore) {
    after.BillingModeSummary = { ...before.BillingModeSummary, BillingMode: "PROVISIONED" };
  }
  if (input.TableClass) after.TableClassSummary = { TableClass: input.TableClass, LastUpdateDateTime: at };
  if (input.DeletionProtectionEnabled !== undefined) after.DeletionProtectionEnabled = input.DeletionProtectionEnabled;
  return after;
}

function provisioned(before: Description, wanted: NonNullable<Input["ProvisionedThroughput"]>) {
  const now = before.ProvisionedThroughput;
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = wanted;
  if (now?.ReadCapacityUnits === read && now?.WriteCapacityUnits === write) {
    throw new AwsError(
      "ValidationException",
      "The provisioned throughput for the table will not change. The requested value equals the current value. " +
        `Current ReadCapacityUnits provisioned for the table: ${read}. Requested ReadCapacityUnits: ${read}. ` +
        `Current WriteCapacityUnits provisioned for the table: ${write}. Requested WriteCapacityUnits: ${write}.`,
    );
  }
  return { ...now, ReadCapacityUnits: read, WriteCapacityUnits: write };
}
