import {
  type AttributeValue,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createTable, globalIndex } from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
  await createTable(cloud, {
    AttributeDefinitions: [
      { AttributeName: "bookingId", AttributeType: "S" },
      { AttributeName: "customerId", AttributeType: "S" },
    ],
    GlobalSecondaryIndexes: [globalIndex("byCustomer", "customerId")],
  });
});
afterEach(() => cloud.close());

const TableName = "Bookings";
const bookingId = { S: "B123" };
const put = (item: Record<string, AttributeValue>) =>
  cloud.dynamodb.send(new PutItemCommand({ TableName, Item: { bookingId, ...item } }));
const update = (UpdateExpression: string, ExpressionAttributeValues?: Record<string, AttributeValue>) =>
  cloud.dynamodb.send(
    new UpdateItemCommand({ TableName, Key: { bookingId }, UpdateExpression, ExpressionAttributeValues }),
  );

/** "true", "false" (the condition failed), or why the condition is refused. */
async function condition(expression: string, values?: Record<string, AttributeValue>): Promise<string> {
  try {
    await cloud.dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { bookingId },
        ConditionExpression: expression,
        ExpressionAttributeValues: values,
      }),
    );
    return "true";
  } catch (error) {
    const { name, message } = error as Error;
    return name === "ConditionalCheckFailedException" ? "false" : message;
  }
}

// "Condition and filter expressions, operators, and functions"
describe("comparisons", () => {
  const mapOf = { M: { flight: { S: "FLIGHT001" }, tags: { SS: ["a", "b"] } } };
  const listOf = { L: [{ N: "1" }, { M: { seat: { S: "12A" } } }] };
  beforeEach(() =>
    put({
      mapOf,
      listOf,
      pairOf: { SS: ["a", "b"] },
      offOn: { BOOL: false },
      blankOne: { S: "" },
      bytesOf: { B: new Uint8Array([0xff, 0xfe, 0x01]) },
      word: { S: "\u{1F600}" },
    }),
  );

  test.each<[string, AttributeValue, boolean]>([
    ["mapOf = :v", { M: { tags: { SS: ["b", "a"] }, flight: { S: "FLIGHT001" } } }, true],
    ["mapOf = :v", { M: { flight: { S: "FLIGHT001" } } }, false],
    ["mapOf <> :v", { M: { flight: { S: "FLIGHT001" } } }, true],
    ["listOf = :v", { L: [{ N: "1.0" }, { M: { seat: { S: "12A" } } }] }, true],
    ["listOf = :v", { L: [{ M: { seat: { S: "12A" } } }, { N: "1" }] }, false],
    ["contains(listOf, :v)", { M: { seat: { S: "12A" } } }, true],
    ["contains(listOf, :v)", { BOOL: true }, false],
    ["pairOf = :v", { SS: ["b", "a"] }, true],
    ["offOn IN (:v)", { BOOL: false }, true],
    ["attribute_type(offOn, :v)", { S: "BOOL" }, true],
    ["attribute_type(blankOne, :v)", { S: "S" }, true],
    ["size(blankOne) = :v", { N: "0" }, true],
    ["blankOne BETWEEN :v AND word", { S: "" }, true],
    ["word BETWEEN :v AND offOn", { S: "a" }, false],
    ["begins_with(bytesOf, :v)", { B: new Uint8Array([0xff]) }, true],
    ["begins_with(bytesOf, :v)", { B: new Uint8Array([0xfd]) }, false],
    ["contains(bytesOf, :v)", { B: new Uint8Array([0xfe]) }, true],
    // By bytes in UTF-8. In UTF-16, a surrogate would be below it.
    ["word > :v", { S: "\uFFFD" }, true],
    ["noneOf = noneHere AND blankOne = :v", { S: "" }, false],
  ])("%s, with %j: %s", async (expression, value, expected) => {
    expect(await condition(expression, { ":v": value })).toBe(String(expected));
  });

  // Refused as other operands without an order are: recorded cases of the "DynamoDB conformance" suite.
  test.each<[string, AttributeValue, string]>([
    ["offOn < :v", { BOOL: true }, "<, operand type: BOOL"],
    ["offOn >= :v", { NULL: true }, ">=, operand type: NULL"],
    ["attribute_exists(pairOf) AND NOT pairOf > :v", { SS: ["a"] }, ">, operand type: SS"],
    ["offOn BETWEEN :v AND :v", { BOOL: true }, "BETWEEN, operand type: BOOL"],
  ])("refuses %s, with %j", async (expression, value, end) => {
    expect(await condition(expression, { ":v": value })).toBe(
      `Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: ${end}`,
    );
  });
});

// "Referring to item attributes when using expressions": a name begins with a letter or a digit. Messages as recorded
// from AWS by ScyllaDB's tests and in bug reports.
test.each([
  ["SET _hidden = :v", "SET _hidden"],
  ["SET a = :v, map1._hidden = :v", "._hidden"],
  ["SET a = :v, __typename = :v", ", __"],
])("a name with a leading underscore needs a placeholder: %s", async (expression, near) => {
  await expect(update(expression, { ":v": { S: "x" } })).rejects.toMatchObject({
    name: "ValidationException",
    message: `Invalid UpdateExpression: Syntax error; token: "_", near: "${near}"`,
  });
});

test.each([
  ["SET a := :v", ":", "a :="],
  ["SET a = :v, = :v", "=", ", = :v"],
  ["SET a = :v b", "b", ":v b"],
  ["SET a =", "<EOF>", "="],
])("a syntax error names the token and what is near it: %s", async (expression, token, near) => {
  await expect(update(expression, { ":v": { S: "x" } })).rejects.toMatchObject({
    message: `Invalid UpdateExpression: Syntax error; token: "${token}", near: "${near}"`,
  });
});

test("names with underscores inside need no placeholder, nor do placeholders with leading ones", async () => {
  await put({ _hidden: { N: "1" }, seat_number: { N: "2" } });

  await cloud.dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key: { bookingId },
      UpdateExpression: "SET #_h = seat_number + :_v",
      ExpressionAttributeNames: { "#_h": "_hidden" },
      ExpressionAttributeValues: { ":_v": { N: "1" } },
    }),
  );

  const { Item } = await cloud.dynamodb.send(new GetItemCommand({ TableName, Key: { bookingId } }));
  expect(Item?._hidden).toEqual({ N: "3" });
});

// Messages as recorded from AWS in the "DynamoDB conformance" suite.
describe("an empty string as a key", () => {
  const empty = "The AttributeValue for a key attribute cannot contain an empty string value.";

  test("is refused for an index when an item is put", async () => {
    await expect(put({ customerId: { S: "" } })).rejects.toMatchObject({
      name: "ValidationException",
      message:
        "One or more parameter values are not valid. A value specified for a secondary index key is not supported. " +
        `${empty} IndexName: byCustomer, IndexKey: customerId`,
    });
  });

  test("is refused for an index when an item is updated", async () => {
    await expect(update("SET customerId = :v", { ":v": { S: "" } })).rejects.toMatchObject({
      name: "ValidationException",
      message:
        "One or more parameter values are not valid. The update expression attempted to update a secondary index key to " +
        `a value that is not supported. ${empty}`,
    });
  });

  test("is refused in a key and in a query", async () => {
    const message = `One or more parameter values are not valid. ${empty} Key: bookingId`;
    const get = new GetItemCommand({ TableName, Key: { bookingId: { S: "" } } });
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: "bookingId = :v",
      ExpressionAttributeValues: { ":v": { S: "" } },
    });

    await expect(cloud.dynamodb.send(get)).rejects.toMatchObject({ message });
    await expect(cloud.dynamodb.send(query)).rejects.toMatchObject({ message });
  });
});

// "DynamoDB item sizes and formats": names and strings in bytes of UTF-8.
describe("sizes", () => {
  const own = "bookingId".length + "B123".length;
  const accents = (bytes: number) => "é".repeat(bytes / 2);

  test("an item of 400 KB is stored, and counted with its bytes", async () => {
    await put({ é: { S: `${accents(400 * 1024 - own - 3)}e` } });

    const { Table } = await cloud.dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(Table?.TableSizeBytes).toBe(400 * 1024);
  });

  test("an item with one byte more is refused", async () => {
    await expect(put({ é: { S: `${accents(400 * 1024 - own - 3)}ee` } })).rejects.toMatchObject({
      message: "Item size has exceeded the maximum allowed size",
    });
  });

  test("an update to more is refused", async () => {
    await put({ text2: { S: accents(300 * 1024) } });

    await expect(update("SET rest2 = :v", { ":v": { S: accents(101 * 1024) } })).rejects.toMatchObject({
      message: "Item size to update has exceeded the maximum allowed size",
    });
  });

  test("a partition key has at most 2,048 bytes", async () => {
    const get = (key: string) => cloud.dynamodb.send(new GetItemCommand({ TableName, Key: { bookingId: { S: key } } }));

    await expect(get(accents(2048))).resolves.toBeDefined();
    await expect(get(`${accents(2048)}e`)).rejects.toMatchObject({
      message:
        // cspell:ignore hashkey
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
    });
  });
});

// "Quotas in Amazon DynamoDB", expression parameters
describe("limits of expressions", () => {
  const values = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`:v${index}`, { N: `${index}` }]));

  test("IN takes 100 operands, and no more", async () => {
    const within = values(100);
    const beyond = values(101);

    expect(await condition(`a IN (${Object.keys(within).join(",")})`, within)).toBe("false");
    expect(await condition(`a IN (${Object.keys(beyond).join(",")})`, beyond)).toBe(
      "Invalid ConditionExpression: The IN operator is provided with too many operands; number of operands: 101",
    );
  });

  test("a placeholder has at most 255 bytes", async () => {
    const value = (length: number) => `:${"v".repeat(length - 1)}`;

    expect(await condition(`a = ${value(255)}`, { [value(255)]: { N: "1" } })).toBe("false");
    expect(await condition(`a = ${value(256)}`, { [value(256)]: { N: "1" } })).toBe(
      "ExpressionAttributeValues contains invalid key: The expression attribute map contains a key that is too long; " +
        "size of key: 256",
    );
  });
});

// "Update expressions in DynamoDB": each action sees the item as it was before.
describe("an update", () => {
  const strings = (...values: string[]) => ({ L: values.map((S) => ({ S })) });
  const updated = async (expression: string, values?: Record<string, AttributeValue>) => {
    await update(expression, values);
    const { Item = {} } = await cloud.dynamodb.send(new GetItemCommand({ TableName, Key: { bookingId } }));
    return Item;
  };

  // The example in "Removing elements from a list".
  test("removes the elements that had these indexes before", async () => {
    await put({ related: strings("Chisel", "Hammer", "Nails", "Screwdriver", "Hacksaw") });

    const item = await updated("REMOVE related[1], related[2]");
    expect(item.related).toEqual(strings("Chisel", "Screwdriver", "Hacksaw"));
  });

  test("sets elements by their indexes before", async () => {
    await put({ related: strings("a", "b", "c") });

    const item = await updated("REMOVE related[0] SET related[2] = :v", { ":v": { S: "new" } });
    expect(item.related).toEqual(strings("b", "new"));
  });

  test("copies a value that it sets from another attribute", async () => {
    await put({ seats: { M: { seat: { S: "12A" } } } });

    const item = await updated("SET copy1 = if_not_exists(copy1, seats), seats.seat = :v", { ":v": { S: "14C" } });
    expect(item).toMatchObject({ copy1: { M: { seat: { S: "12A" } } }, seats: { M: { seat: { S: "14C" } } } });
  });
});

// "Supported data types and naming rules in Amazon DynamoDB": 38 digits; "Quotas in Amazon DynamoDB": 32 levels.
describe("what an update computes keeps to the limits of items", () => {
  test.each([
    ["1".padEnd(39, "0"), "1", "Attempting to store more than 38 significant digits in a Number"],
    ["9".padEnd(126, "0"), "9".padEnd(126, "0"), "Number overflow. Attempting to store a number with magnitude larger"],
  ])("%s + %s is refused", async (left, right, message) => {
    await put({ n: { N: left } });

    await expect(update("SET n = n + :v", { ":v": { N: right } })).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(message),
    });
  });

  test("a map of 31 levels in a map of two", async () => {
    let value: AttributeValue = { S: "leaf" };
    for (let level = 0; level < 31; level++) value = { M: { n: value } };
    await put({ outer1: { M: { inner1: { M: {} } } } });

    await expect(update("SET outer1.inner1.n = :v", { ":v": value })).rejects.toMatchObject({
      message: expect.stringContaining("Nesting Levels have exceeded supported limits"),
    });
  });
});
