import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  ScanCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createTable, tableArn } from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const table = { TableName: "Bookings" };
const ResourceArn = tableArn("Bookings");

test("a new table is CREATING in the response and ACTIVE right after, under the account's ARN", async () => {
  const { TableDescription } = await createTable(cloud);
  const { Table } = await cloud.dynamodb.send(new DescribeTableCommand(table));

  expect(TableDescription?.TableStatus).toBe("CREATING");
  expect(Table).toMatchObject({
    TableStatus: "ACTIVE",
    TableArn: ResourceArn,
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    DeletionProtectionEnabled: false,
    ItemCount: 0,
  });
  expect(Table?.CreationDateTime).toBeInstanceOf(Date);
});

test("the SDK's waiters return at once", async () => {
  await createTable(cloud);
  await waitUntilTableExists({ client: cloud.dynamodb, maxWaitTime: 30 }, table);
  await cloud.dynamodb.send(new DeleteTableCommand(table));
  const gone = await waitUntilTableNotExists({ client: cloud.dynamodb, maxWaitTime: 30 }, table);

  expect(gone.state).toBe("SUCCESS");
});

test("refuses a second table of the same name", async () => {
  await createTable(cloud);

  await expect(createTable(cloud)).rejects.toMatchObject({
    name: "ResourceInUseException",
    message: "Table already exists: Bookings",
  });
});

test("a table with the name of a deleted one is empty", async () => {
  await createTable(cloud, { Tags: [{ Key: "stack", Value: "one" }] });
  await cloud.dynamodb.send(new PutItemCommand({ ...table, Item: { bookingId: { S: "B123" } } }));
  await cloud.dynamodb.send(new DeleteTableCommand(table));
  await createTable(cloud);

  const { Items } = await cloud.dynamodb.send(new ScanCommand(table));
  const { Tags } = await cloud.dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }));

  expect(Items).toEqual([]);
  expect(Tags).toEqual([]);
});

test("deletion protection holds until it is disabled", async () => {
  await createTable(cloud, { DeletionProtectionEnabled: true });

  await expect(cloud.dynamodb.send(new DeleteTableCommand(table))).rejects.toThrow("protected against deletion");
  await cloud.dynamodb.send(new UpdateTableCommand({ ...table, DeletionProtectionEnabled: false }));
  const { TableDescription } = await cloud.dynamodb.send(new DeleteTableCommand(table));

  expect(TableDescription?.TableStatus).toBe("DELETING");
});

test("deleting a missing table fails with the table's name", async () => {
  await expect(cloud.dynamodb.send(new DeleteTableCommand(table))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Requested resource not found: Table: Bookings not found",
  });
});

test("a table's billing mode changes from provisioned to on-demand and back", async () => {
  await createTable(cloud, {
    BillingMode: "PROVISIONED",
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
  });
  const onDemand = await cloud.dynamodb.send(new UpdateTableCommand({ ...table, BillingMode: "PAY_PER_REQUEST" }));
  const back = await cloud.dynamodb.send(
    new UpdateTableCommand({
      ...table,
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
    }),
  );

  expect(onDemand.TableDescription?.ProvisionedThroughput?.ReadCapacityUnits).toBe(0);
  expect(back.TableDescription?.BillingModeSummary?.BillingMode).toBe("PROVISIONED");
  expect(back.TableDescription?.ProvisionedThroughput?.WriteCapacityUnits).toBe(4);
});

test("refuses a feature that the local cloud lacks, by name", async () => {
  const encrypted = createTable(cloud, { SSESpecification: { Enabled: true } });

  await expect(encrypted).rejects.toThrow(/does not emulate encryption with a KMS key: leave SSESpecification out/);
  await expect(cloud.dynamodb.send(new DescribeTableCommand(table))).rejects.toThrow("not found");
});

test("refuses a key without an attribute definition, with AWS's message", async () => {
  const attempt = createTable(cloud, { KeySchema: [{ AttributeName: "id", KeyType: "HASH" }] });

  await expect(attempt).rejects.toThrow("Some index key attributes are not defined in AttributeDefinitions");
});

test("tables are listed by name, in pages", async () => {
  for (const TableName of ["Tickets", "Bookings", "Payments"]) await createTable(cloud, { TableName });

  const first = await cloud.dynamodb.send(new ListTablesCommand({ Limit: 2 }));
  const rest = await cloud.dynamodb.send(
    new ListTablesCommand({ ExclusiveStartTableName: first.LastEvaluatedTableName }),
  );

  expect(first).toMatchObject({ TableNames: ["Bookings", "Payments"], LastEvaluatedTableName: "Payments" });
  expect(rest.TableNames).toEqual(["Tickets"]);
});

test("tags are stored, changed and removed", async () => {
  await createTable(cloud, { Tags: [{ Key: "stack", Value: "local" }] });
  await cloud.dynamodb.send(
    new TagResourceCommand({
      ResourceArn,
      Tags: [
        { Key: "stack", Value: "dev" },
        { Key: "step", Value: "2" },
      ],
    }),
  );
  await cloud.dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["step"] }));

  const { Tags } = await cloud.dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }));

  expect(Tags).toEqual([{ Key: "stack", Value: "dev" }]);
});

test("point-in-time recovery is off until it is enabled", async () => {
  await createTable(cloud);
  const before = await cloud.dynamodb.send(new DescribeContinuousBackupsCommand(table));
  await cloud.dynamodb.send(
    new UpdateContinuousBackupsCommand({
      ...table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  const after = await cloud.dynamodb.send(new DescribeContinuousBackupsCommand(table));

  const status = ({ ContinuousBackupsDescription: backups }: typeof before) =>
    backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  expect(status(before)).toBe("DISABLED");
  expect(status(after)).toBe("ENABLED");
});

test("backups of a missing table fail with their own error", async () => {
  await expect(cloud.dynamodb.send(new DescribeContinuousBackupsCommand(table))).rejects.toMatchObject({
    name: "TableNotFoundException",
  });
});

test("time to live is stored, and cannot be enabled twice", async () => {
  await createTable(cloud);
  const enable = () =>
    cloud.dynamodb.send(
      new UpdateTimeToLiveCommand({
        ...table,
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      }),
    );
  await enable();

  const { TimeToLiveDescription } = await cloud.dynamodb.send(new DescribeTimeToLiveCommand(table));

  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "expiresAt" });
  await expect(enable()).rejects.toThrow("TimeToLive is already enabled");
});
