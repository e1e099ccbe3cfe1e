import type { ContinuousBackupsDescription } from "@aws-sdk/client-dynamodb";
import type { Account } from "../../core/account.ts";
import { AwsError } from "../../core/aws-error.ts";
import type { Wire } from "../../core/service.ts";
import type { Database, TableRecord } from "./database.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** The backup operations have their own error for a missing table. @throws AwsError TableNotFoundException */
export function backedUpTable(database: Database, name: string): TableRecord {
  const found = database.find(name);
  if (!found) throw new AwsError("TableNotFoundException", `Table not found: ${name}`);
  return found;
}

/** Describes the setting of point-in-time recovery. The local cloud cannot restore a table. */
export function continuousBackups(account: Account, record: TableRecord): Wire<ContinuousBackupsDescription> {
  const recovery = record.pointInTimeRecovery;
  if (!recovery) {
    return {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" },
    };
  }
  const now = account.clock.now();
  const earliest = Math.max(recovery.enabledAt, now - recovery.recoveryPeriodInDays * dayMs);
  return {
    ContinuousBackupsStatus: "ENABLED",
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: "ENABLED",
      RecoveryPeriodInDays: recovery.recoveryPeriodInDays,
      EarliestRestorableDateTime: earliest / 1000,
      LatestRestorableDateTime: now / 1000,
    },
  };
}
