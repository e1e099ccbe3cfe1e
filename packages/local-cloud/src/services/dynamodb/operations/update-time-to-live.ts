import type { UpdateTimeToLiveInput, UpdateTimeToLiveOutput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { authorizeTable } from "../authorize-table.ts";
import type { Database } from "../database.ts";

/** Stores the setting, and deletes no items: AWS deletes expired items within days, at no guaranteed time. */
export function updateTimeToLive(
  database: Database,
): Operation<Wire<UpdateTimeToLiveInput>, Wire<UpdateTimeToLiveOutput>> {
  return (input, context) => {
    const name = authorizeTable(database, input.TableName, "UpdateTimeToLive", context);
    const record = database.table(name);
    const { AttributeName: attribute, Enabled: enabled } = input.TimeToLiveSpecification ?? {};
    if (!attribute || enabled === undefined) {
      throw new AwsError(
        "ValidationException",
        "1 validation error detected: TimeToLiveSpecification needs both AttributeName and Enabled",
      );
    }
    checkChange(record.timeToLive?.AttributeName, attribute, enabled);

    const { timeToLive: _before, ...rest } = record;
    database.save(enabled ? { ...rest, timeToLive: { AttributeName: attribute } } : rest);
    return { TimeToLiveSpecification: { AttributeName: attribute, Enabled: enabled } };
  };
}

function checkChange(before: string | undefined, attribute: string, enabled: boolean): void {
  if (enabled && before !== undefined) throw new AwsError("ValidationException", "TimeToLive is already enabled");
  if (!enabled && before === undefined) throw new AwsError("ValidationException", "TimeToLive is already disabled");
  if (!enabled && before !== attribute) {
    throw new AwsError(
      "ValidationException",
      `TimeToLive is active on a different AttributeName: current AttributeName is ${before}`,
    );
  }
}
