import type { DescribeContinuousBackupsInput, DescribeContinuousBackupsOutput } from "@aws-sdk/client-dynamodb";
import type { Operation, Wire } from "../../../core/service.ts";
import { authorizeTable } from "../authorize-table.ts";
import { backedUpTable, continuousBackups } from "../continuous-backups.ts";
import type { Database } from "../database.ts";

export function describeContinuousBackups(
  database: Database,
): Operation<Wire<DescribeContinuousBackupsInput>, Wire<DescribeContinuousBackupsOutput>> {
  return (input, context) => {
    const name = authorizeTable(database, input.TableName, "DescribeContinuousBackups", context);
    const record = backedUpTable(database, name);
    return { ContinuousBackupsDescription: continuousBackups(context.account, record) };
  };
}
