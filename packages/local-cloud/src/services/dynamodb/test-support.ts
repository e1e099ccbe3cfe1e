import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type GlobalSecondaryIndex,
  type ProjectionType,
} from "@aws-sdk/client-dynamodb";
import type { TestCloud } from "../../testing/index.ts";

export function tableArn(name: string): string {
  return `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`;
}

/** Creates an on-demand table, by default "Bookings" with the partition key `bookingId`. */
export function createTable(cloud: TestCloud, changes: Partial<CreateTableCommandInput> = {}) {
  return cloud.dynamodb.send(
    new CreateTableCommand({
      TableName: "Bookings",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "bookingId", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "bookingId", KeyType: "HASH" }],
      ...changes,
    }),
  );
}

/** A global secondary index with the partition key `attribute`. */
export function globalIndex(
  IndexName: string,
  attribute: string,
  ProjectionType: ProjectionType = "ALL",
): GlobalSecondaryIndex {
  return { IndexName, KeySchema: [{ AttributeName: attribute, KeyType: "HASH" }], Projection: { ProjectionType } };
}
