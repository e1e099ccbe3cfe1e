import type { DescribeContinuousBackupsInput, DescribeContinuousBackupsOutput } from "@aws-sdk/client-dynamodb";
import type { Operation, Wire } from "../../../core/service.ts";
import { backedUpTable, continuousBackups } from "../continuous-backups.ts";
import { type Database, tableName } from "../database.ts";
import { requireTableName } from "../table-name.ts";

export function describeContinuousBackups(
  database: Database,
): Operation<Wire<DescribeContinuousBackupsInput>, Wire<DescribeContinuousBackupsOutput>> {
  return (input, context) => {
    const name = requireTableName(tableName(input.TableName ?? ""));
    context.authorize({ action: "dynamodb:DescribeContinuousBackups", resource: database.tableArn(name) });
    const record = backedUpTable(database, name);
    return { ContinuousBackupsDescription: continuousBackups(context.account, record) };
  };
}
