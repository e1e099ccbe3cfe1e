import type { UpdateTableInput, UpdateTableOutput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { authorizeTable } from "../authorize-table.ts";
import type { Database, TableRecord } from "../database.ts";
import { validated } from "../dynalite.ts";
import { refuseMembers } from "../unsupported.ts";

type Input = Wire<UpdateTableInput>;
type Description = TableRecord["description"];

/** Changes billing mode, throughput, table class and deletion protection at once; returns the status UPDATING, as AWS does. */
export function updateTable(database: Database): Operation<Input, Wire<UpdateTableOutput>> {
  return (input, context) => {
    const name = authorizeTable(database, input.TableName, "UpdateTable", context);
    refuseMembers("UpdateTable", input, {
      StreamSpecification: "DynamoDB Streams",
      SSESpecification: "encryption with a KMS key",
      ReplicaUpdates: "global tables",
      OnDemandThroughput: "limits of on-demand throughput",
      WarmThroughput: "warm throughput",
      GlobalSecondaryIndexUpdates: "changing the indexes of an existing table",
    });
    const onlySettings = input.TableClass !== undefined || input.DeletionProtectionEnabled !== undefined;
    if (input.BillingMode || input.ProvisionedThroughput || !onlySettings) {
      validated(database, "UpdateTable", { ...input, TableName: name });
    }
    const record = database.table(name);

    const description = changed(record.description, input, context.account.clock.now() / 1000);
    database.save({ ...record, description });
    return { TableDescription: { ...description, TableStatus: "UPDATING" } };
  };
}

function changed(before: Description, input: Input, at: number): Description {
  const onDemandBefore = before.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST";
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
