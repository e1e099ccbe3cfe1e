import type { DescribeTimeToLiveInput, DescribeTimeToLiveOutput } from "@aws-sdk/client-dynamodb";
import type { Operation, Wire } from "../../../core/service.ts";
import { type Database, tableName } from "../database.ts";
import { requireTableName } from "../table-name.ts";

export function describeTimeToLive(
  database: Database,
): Operation<Wire<DescribeTimeToLiveInput>, Wire<DescribeTimeToLiveOutput>> {
  return (input, context) => {
    const name = requireTableName(tableName(input.TableName ?? ""));
    context.authorize({ action: "dynamodb:DescribeTimeToLive", resource: database.tableArn(name) });
    const { timeToLive } = database.table(name);
    if (!timeToLive) return { TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" } };
    return { TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: timeToLive.AttributeName } };
  };
}
