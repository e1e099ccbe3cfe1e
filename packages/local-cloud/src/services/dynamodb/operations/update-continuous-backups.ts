import type { UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { backedUpTable, continuousBackups } from "../continuous-backups.ts";
import { type Database, type TableRecord, tableName } from "../database.ts";
import { requireTableName } from "../table-name.ts";

const longestPeriodInDays = 35;

/** Switches point-in-time recovery on or off ("Point-in-time recovery: how it works"): remembered, and nothing more. */
export function updateContinuousBackups(
  database: Database,
): Operation<Wire<UpdateContinuousBackupsInput>, Wire<UpdateContinuousBackupsOutput>> {
  return (input, context) => {
    const name = requireTableName(tableName(input.TableName ?? ""));
    context.authorize({ action: "dynamodb:UpdateContinuousBackups", resource: database.tableArn(name) });
    const record = backedUpTable(database, name);
    const wanted = input.PointInTimeRecoverySpecification;
    const days = wanted?.RecoveryPeriodInDays ?? longestPeriodInDays;
    if (wanted?.PointInTimeRecoveryEnabled === undefined) {
      throw new AwsError("ValidationException", "PointInTimeRecoverySpecification needs PointInTimeRecoveryEnabled");
    }
    if (!(days >= 1 && days <= longestPeriodInDays)) {
      throw new AwsError("ValidationException", `RecoveryPeriodInDays is ${days}, and must be between 1 and 35`);
    }

    const enabledAt = record.pointInTimeRecovery?.enabledAt ?? context.account.clock.now();
    const { pointInTimeRecovery: _before, ...rest } = record;
    const saved: TableRecord = wanted.PointInTimeRecoveryEnabled
      ? { ...rest, pointInTimeRecovery: { enabledAt, recoveryPeriodInDays: days } }
      : rest;
    database.save(saved);
    return { ContinuousBackupsDescription: continuousBackups(context.account, saved) };
  };
}
