import type { Account } from "../../core/account.ts";
import type { Service } from "../../core/service.ts";
import { Database } from "./database.ts";
import { itemOperations } from "./item-operations.ts";
import { createTable } from "./operations/create-table.ts";
import { deleteTable } from "./operations/delete-table.ts";
import { describeContinuousBackups } from "./operations/describe-continuous-backups.ts";
import { describeStream } from "./operations/describe-stream.ts";
import { describeTable } from "./operations/describe-table.ts";
import { describeTimeToLive } from "./operations/describe-time-to-live.ts";
import { getRecords } from "./operations/get-records.ts";
import { getShardIterator } from "./operations/get-shard-iterator.ts";
import { listStreams } from "./operations/list-streams.ts";
import { listTables } from "./operations/list-tables.ts";
import { listTagsOfResource } from "./operations/list-tags-of-resource.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { transactGetItems } from "./operations/transact-get-items.ts";
import { transactWriteItems } from "./operations/transact-write-items.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateContinuousBackups } from "./operations/update-continuous-backups.ts";
import { updateTable } from "./operations/update-table.ts";
import { updateTimeToLive } from "./operations/update-time-to-live.ts";
import { createStreamReader } from "./streams/reader.ts";
import { unsupportedOperations } from "./unsupported.ts";

/**
 * Amazon DynamoDB: dynalite's rules for items, on the account's store. Tables are created and deleted at once.
 * DynamoDB Streams, an API of its own, is signed and authorized as DynamoDB.
 */
export function createDynamoDB(account: Account): Service {
  const database = new Database(account);
  const streamOperations = {
    DescribeStream: describeStream(database),
    GetRecords: getRecords(database),
    GetShardIterator: getShardIterator(database),
    ListStreams: listStreams(database),
  };
  return {
    name: "dynamodb",
    wire: {
      kind: "json",
      version: "1.0",
      targetPrefix: "DynamoDB_20120810",
      otherTargets: { DynamoDBStreams_20120810: Object.keys(streamOperations) },
    },
    streams: createStreamReader(account, database.streams),
    operations: {
      ...streamOperations,
      ...itemOperations(database),
      ...unsupportedOperations(),
      CreateTable: createTable(database),
      DeleteTable: deleteTable(database),
      DescribeContinuousBackups: describeContinuousBackups(database),
      DescribeTable: describeTable(database),
      DescribeTimeToLive: describeTimeToLive(database),
      ListTables: listTables(database),
      ListTagsOfResource: listTagsOfResource(database),
      TransactGetItems: transactGetItems(database),
      TransactWriteItems: transactWriteItems(database),
      TagResource: tagResource(database),
      UntagResource: untagResource(database),
      UpdateContinuousBackups: updateContinuousBackups(database),
      UpdateTable: updateTable(database),
      UpdateTimeToLive: updateTimeToLive(database),
    },
  };
}
