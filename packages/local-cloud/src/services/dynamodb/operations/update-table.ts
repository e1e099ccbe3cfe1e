import type { UpdateTableInput, UpdateTableOutput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { authorizeTable } from "../authorize-table.ts";
import type { Database } from "../database.ts";
import { validated } from "../dynalite.ts";
import { changeIndexes } from "../indexes/change-indexes.ts";
import { checkStreamChange, withStream } from "../streams/specification.ts";
import { withSettings } from "../table-settings.ts";
import { refuseMembers } from "../unsupported.ts";

type Input = Wire<UpdateTableInput>;

/**
 * Changes settings, the stream and global secondary indexes at once, all of them or none. Returns the status UPDATING, as
 * AWS does; any later call finds the table ACTIVE.
 */
export function updateTable(database: Database): Operation<Input, Wire<UpdateTableOutput>> {
  return (input, context) => {
    const name = authorizeTable(database, input.TableName, "UpdateTable", context);
    refuseMembers("UpdateTable", input, {
      SSESpecification: "encryption with a KMS key",
      ReplicaUpdates: "global tables",
      OnDemandThroughput: "limits of on-demand throughput",
      WarmThroughput: "warm throughput",
    });
    checkCombination(input);
    if (input.BillingMode || input.ProvisionedThroughput) {
      validated(database, "UpdateTable", { ...input, TableName: name, GlobalSecondaryIndexUpdates: undefined });
    }
    database.table(name);
    const update = (keys: Iterable<string>) => {
      const record = database.table(name);
      checkStreamChange(record.description, input.StreamSpecification);
      const settled = withSettings(record.description, input, context.account.clock.now() / 1000);
      const indexed = changeIndexes(database, settled, input, keys);
      const description = withStream(database, indexed, input.StreamSpecification);
      database.save({ ...record, description });
      return { TableDescription: { ...description, TableStatus: "UPDATING" as const } };
    };
    const creates = input.GlobalSecondaryIndexUpdates?.some(({ Create }) => Create);
    return creates ? database.getItemDb(name).withAllKeys(update) : update([]);
  };
}

/** @throws AwsError ValidationException for an empty input, and for changes that AWS does not make together */
function checkCombination(input: Input): void {
  const { ProvisionedThroughput, BillingMode, StreamSpecification, TableClass, DeletionProtectionEnabled } = input;
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  const given = [ProvisionedThroughput, BillingMode, StreamSpecification, TableClass, DeletionProtectionEnabled];
  if (updates.length === 0 && given.every((member) => member === undefined)) {
    throw new AwsError(
      "ValidationException",
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, " +
        "SSESpecification, ReplicaUpdates, DeletionProtectionEnabled or TableClass is required",
    );
  }
  const newIndexes = updates.some(({ Create, Delete }) => Create || Delete);
  if (newIndexes && StreamSpecification) {
    throw conflict("You cannot create or delete index while changing stream status");
  }
  if (newIndexes && ProvisionedThroughput) {
    throw conflict("You cannot create or delete index while updating table IOPS");
  }
  if (StreamSpecification && ProvisionedThroughput) {
    throw conflict("You cannot modify stream status while updating table IOPS");
  }
}

function conflict(reason: string): AwsError {
  return new AwsError("ValidationException", `One or more parameter values were invalid: ${reason}`);
}
