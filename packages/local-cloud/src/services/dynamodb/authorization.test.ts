import {
  type AttributeValue,
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createTable, globalIndex, tableArn } from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
  for (const TableName of ["Bookings", "Payments"]) {
    await createTable(cloud, {
      TableName,
      AttributeDefinitions: [
        { AttributeName: "bookingId", AttributeType: "S" },
        { AttributeName: "customerId", AttributeType: "S" },
      ],
      GlobalSecondaryIndexes: [globalIndex("byCustomer", "customerId")],
    });
  }
});
afterEach(() => cloud.close());

/** A client of a role with these permissions only. */
async function clientThatMay(Action: string[], Resource: string): Promise<DynamoDBClient> {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] };
  await cloud.iam.send(
    new CreateRoleCommand({
      RoleName: "booking-api",
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  await cloud.iam.send(
    new PutRolePolicyCommand({ RoleName: "booking-api", PolicyName: "own", PolicyDocument: JSON.stringify(policy) }),
  );
  const session = { kind: "role", accountId: "000000000000", roleName: "booking-api", sessionName: "test" } as const;
  return cloud.clientFor(DynamoDBClient, cloud.account.credentialsFor(session));
}

const put = (TableName: string) => new PutItemCommand({ TableName, Item: { bookingId: { S: "B123" } } });

test("a role may use its own table, and no other", async () => {
  const client = await clientThatMay(["dynamodb:PutItem"], tableArn("Bookings"));

  await client.send(put("Bookings"));
  await expect(client.send(put("Payments"))).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringMatching(
      /assumed-role\/booking-api\/test is not authorized to perform: dynamodb:PutItem on resource: .*table\/Payments/,
    ),
  });
});

test("denies an action that the role's policy does not allow on its own table", async () => {
  const client = await clientThatMay(["dynamodb:PutItem"], tableArn("Bookings"));

  const get = client.send(new GetItemCommand({ TableName: "Bookings", Key: { bookingId: { S: "B123" } } }));

  await expect(get).rejects.toThrow("dynamodb:GetItem");
});

test("a batch needs permission for each of its tables", async () => {
  const client = await clientThatMay(["dynamodb:BatchGetItem"], tableArn("Bookings"));
  const Keys = [{ bookingId: { S: "B123" } }];

  await client.send(new BatchGetItemCommand({ RequestItems: { Bookings: { Keys } } }));
  const both = client.send(new BatchGetItemCommand({ RequestItems: { Bookings: { Keys }, Payments: { Keys } } }));

  await expect(both).rejects.toThrow("table/Payments");
});

// "IAM policies for DynamoDB transactions": the permissions are those of the single operations, and ConditionCheckItem.
test("a transaction needs the permission of each of its actions", async () => {
  const client = await clientThatMay(["dynamodb:PutItem"], tableArn("Bookings"));
  const Put = put("Bookings").input as { TableName: string; Item: Record<string, AttributeValue> };
  const ConditionCheck = {
    TableName: "Bookings",
    Key: { bookingId: { S: "B124" } },
    ConditionExpression: "attribute_not_exists(bookingId)",
  };

  await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
  const checked = client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }, { ConditionCheck }] }));

  await expect(checked).rejects.toThrow("dynamodb:ConditionCheckItem");
});

test("a query of an index needs permission for the index, not the table", async () => {
  const query = new QueryCommand({
    TableName: "Bookings",
    IndexName: "byCustomer",
    KeyConditionExpression: "customerId = :c",
    ExpressionAttributeValues: { ":c": { S: "CUST001" } },
  });
  const client = await clientThatMay(["dynamodb:Query"], tableArn("Bookings"));

  await expect(client.send(query)).rejects.toThrow(`${tableArn("Bookings")}/index/byCustomer`);
});
