import type { DescribeTimeToLiveInput, DescribeTimeToLiveOutput } from "@aws-sdk/client-dynamodb";
import type { Operation, Wire } from "../../../core/service.ts";
import { authorizeTable } from "../authorize-table.ts";
import type { Database } from "../database.ts";

export function describeTimeToLive(
  database: Database,
): Operation<Wire<DescribeTimeToLiveInput>, Wire<DescribeTimeToLiveOutput>> {
  return (input, context) => {
    const name = authorizeTable(database, input.TableName, "DescribeTimeToLive", context);
    const { timeToLive } = database.table(name);
    if (!timeToLive) return { TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" } };
    return { TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: timeToLive.AttributeName } };
  };
}
