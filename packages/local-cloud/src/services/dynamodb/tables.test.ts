import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
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
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { startTestCloud } from "../../testing/index.ts";

let dynamodb: DynamoDBClient;

beforeEach(async () => {
  const cloud = await startTestCloud();
  onTestFinished(() => cloud.close());
  dynamodb = cloud.dynamodb;
});

const create = (input: Partial<CreateTableCommandInput> = {}) =>
  dynamodb.send(
    new CreateTableCommand({
      TableName: "Bookings",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "bookingId", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "bookingId", KeyType: "HASH" }],
      ...input,
    }),
  );
const table = { TableName: "Bookings" };
const tableArn = "arn:aws:dynamodb:us-east-1:000000000000:table/Bookings";

test("a table is CREATING in the answer and ACTIVE right after, under the account's own ARN", async () => {
  const { TableDescription } = await create();
  const { Table } = await dynamodb.send(new DescribeTableCommand(table));

  expect(TableDescription?.TableStatus).toBe("CREATING");
  expect(Table).toMatchObject({
    TableStatus: "ACTIVE",
    TableArn: tableArn,
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    DeletionProtectionEnabled: false,
    ItemCount: 0,
  });
  expect(Table?.CreationDateTime).toBeInstanceOf(Date);
});

test("the SDK's waiters end at once", async () => {
  await create();
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 30 }, table);
  await dynamodb.send(new DeleteTableCommand(table));
  const gone = await waitUntilTableNotExists({ client: dynamodb, maxWaitTime: 30 }, table);

  expect(gone.state).toBe("SUCCESS");
});

test("a second table of the same name is refused", async () => {
  await create();

  await expect(create()).rejects.toMatchObject({
    name: "ResourceInUseException",
    message: "Table already exists: Bookings",
  });
});

test("a table made again under a deleted one's name is empty", async () => {
  await create({ Tags: [{ Key: "stack", Value: "one" }] });
  await dynamodb.send(new PutItemCommand({ ...table, Item: { bookingId: { S: "B123" } } }));
  await dynamodb.send(new DeleteTableCommand(table));
  await create();

  const { Items } = await dynamodb.send(new ScanCommand(table));
  const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: tableArn }));

  expect(Items).toEqual([]);
  expect(Tags).toEqual([]);
});

test("deletion protection holds until it is switched off", async () => {
  await create({ DeletionProtectionEnabled: true });

  await expect(dynamodb.send(new DeleteTableCommand(table))).rejects.toThrow("protected against deletion");
  await dynamodb.send(new UpdateTableCommand({ ...table, DeletionProtectionEnabled: false }));
  const { TableDescription } = await dynamodb.send(new DeleteTableCommand(table));

  expect(TableDescription?.TableStatus).toBe("DELETING");
});

test("deleting a table that is not there names it", async () => {
  await expect(dynamodb.send(new DeleteTableCommand(table))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Requested resource not found: Table: Bookings not found",
  });
});

test("a table's billing mode changes from provisioned to on demand and back", async () => {
  await create({
    BillingMode: "PROVISIONED",
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
  });
  const onDemand = await dynamodb.send(new UpdateTableCommand({ ...table, BillingMode: "PAY_PER_REQUEST" }));
  const back = await dynamodb.send(
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

test("what the local cloud has not is refused, and named", async () => {
  const withStream = create({ StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" } });

  await expect(withStream).rejects.toThrow(/does not emulate DynamoDB Streams: leave StreamSpecification out/);
  await expect(dynamodb.send(new DescribeTableCommand(table))).rejects.toThrow("not found");
});

test("a key that no attribute definition describes is refused in AWS's words", async () => {
  const attempt = create({ KeySchema: [{ AttributeName: "id", KeyType: "HASH" }] });

  await expect(attempt).rejects.toThrow("Some index key attributes are not defined in AttributeDefinitions");
});

test("tables are listed by name, in pages", async () => {
  for (const TableName of ["Tickets", "Bookings", "Payments"]) await create({ TableName });

  const first = await dynamodb.send(new ListTablesCommand({ Limit: 2 }));
  const rest = await dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName: first.LastEvaluatedTableName }));

  expect(first).toMatchObject({ TableNames: ["Bookings", "Payments"], LastEvaluatedTableName: "Payments" });
  expect(rest.TableNames).toEqual(["Tickets"]);
});

test("tags are kept, changed and taken away", async () => {
  await create({ Tags: [{ Key: "stack", Value: "local" }] });
  await dynamodb.send(
    new TagResourceCommand({
      ResourceArn: tableArn,
      Tags: [
        { Key: "stack", Value: "dev" },
        { Key: "step", Value: "2" },
      ],
    }),
  );
  await dynamodb.send(new UntagResourceCommand({ ResourceArn: tableArn, TagKeys: ["step"] }));

  const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: tableArn }));

  expect(Tags).toEqual([{ Key: "stack", Value: "dev" }]);
});

test("point-in-time recovery is off, and on once it is switched on", async () => {
  await create();
  const before = await dynamodb.send(new DescribeContinuousBackupsCommand(table));
  await dynamodb.send(
    new UpdateContinuousBackupsCommand({
      ...table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  const after = await dynamodb.send(new DescribeContinuousBackupsCommand(table));

  const status = ({ ContinuousBackupsDescription: backups }: typeof before) =>
    backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  expect(status(before)).toBe("DISABLED");
  expect(status(after)).toBe("ENABLED");
});

test("backups of a table that is not there have an error of their own", async () => {
  await expect(dynamodb.send(new DescribeContinuousBackupsCommand(table))).rejects.toMatchObject({
    name: "TableNotFoundException",
  });
});

test("time to live is remembered, and cannot be enabled twice", async () => {
  await create();
  const enable = () =>
    dynamodb.send(
      new UpdateTimeToLiveCommand({
        ...table,
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      }),
    );
  await enable();

  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand(table));

  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "expiresAt" });
  await expect(enable()).rejects.toThrow("TimeToLive is already enabled");
});
