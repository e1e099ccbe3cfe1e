import type { Account } from "../../core/account.ts";
import type { Service } from "../../core/service.ts";
import { Database } from "./database.ts";
import { itemOperations } from "./item-operations.ts";
import { createTable } from "./operations/create-table.ts";
import { deleteTable } from "./operations/delete-table.ts";
import { describeContinuousBackups } from "./operations/describe-continuous-backups.ts";
import { describeTable } from "./operations/describe-table.ts";
import { describeTimeToLive } from "./operations/describe-time-to-live.ts";
import { listTables } from "./operations/list-tables.ts";
import { listTagsOfResource } from "./operations/list-tags-of-resource.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateContinuousBackups } from "./operations/update-continuous-backups.ts";
import { updateTable } from "./operations/update-table.ts";
import { updateTimeToLive } from "./operations/update-time-to-live.ts";
import { unsupportedOperations } from "./unsupported.ts";

/** Amazon DynamoDB: dynalite's rules for items, on the account's store. Tables are created and deleted at once. */
export function createDynamoDB(account: Account): Service {
  const database = new Database(account);
  return {
    name: "dynamodb",
    wire: { kind: "json", version: "1.0", targetPrefix: "DynamoDB_20120810" },
    operations: {
      ...itemOperations(database),
      ...unsupportedOperations(),
      CreateTable: createTable(database),
      DeleteTable: deleteTable(database),
      DescribeContinuousBackups: describeContinuousBackups(database),
      DescribeTable: describeTable(database),
      DescribeTimeToLive: describeTimeToLive(database),
      ListTables: listTables(database),
      ListTagsOfResource: listTagsOfResource(database),
      TagResource: tagResource(database),
      UntagResource: untagResource(database),
      UpdateContinuousBackups: updateContinuousBackups(database),
      UpdateTable: updateTable(database),
      UpdateTimeToLive: updateTimeToLive(database),
    },
  };
}
