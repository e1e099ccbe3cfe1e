import type { UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { authorizeTable } from "../authorize-table.ts";
import { backedUpTable, continuousBackups } from "../continuous-backups.ts";
import type { Database, TableRecord } from "../database.ts";

const maxRecoveryPeriodInDays = 35;

/** Stores whether point-in-time recovery is enabled ("Point-in-time recovery: how it works"); it has no other effect. */
export function updateContinuousBackups(
  database: Database,
): Operation<Wire<UpdateContinuousBackupsInput>, Wire<UpdateContinuousBackupsOutput>> {
  return (input, context) => {
    const name = authorizeTable(database, input.TableName, "UpdateContinuousBackups", context);
    const record = backedUpTable(database, name);
    const specification = input.PointInTimeRecoverySpecification;
    const days = specification?.RecoveryPeriodInDays ?? maxRecoveryPeriodInDays;
    if (specification?.PointInTimeRecoveryEnabled === undefined) {
      throw new AwsError("ValidationException", "PointInTimeRecoverySpecification needs PointInTimeRecoveryEnabled");
    }
    if (!(days >= 1 && days <= maxRecoveryPeriodInDays)) {
      throw new AwsError("ValidationException", `RecoveryPeriodInDays is ${days}; it must be between 1 and 35`);
    }

    const enabledAt = record.pointInTimeRecovery?.enabledAt ?? context.account.clock.now();
    const { pointInTimeRecovery: _before, ...rest } = record;
    const saved: TableRecord = specification.PointInTimeRecoveryEnabled
      ? { ...rest, pointInTimeRecovery: { enabledAt, recoveryPeriodInDays: days } }
      : rest;
    database.save(saved);
    return { ContinuousBackupsDescription: continuousBackups(context.account, saved) };
  };
}
