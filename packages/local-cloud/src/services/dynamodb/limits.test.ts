import { createRequire } from "node:module";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { linearParser } from "./linear-parsers.ts";
import { createTable } from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
  await createTable(cloud);
});
afterEach(() => cloud.close());

/** `wraps` maps around a string. */
function deep(wraps: number): AttributeValue {
  let value: AttributeValue = { S: "leaf" };
  for (let level = 0; level < wraps; level++) value = { M: { n: value } };
  return value;
}

const bookingId = { S: "B123" };
const tooDeep = {
  name: "ValidationException",
  message:
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
};

test("stores an attribute of 32 levels, the attribute itself being one", async () => {
  await cloud.dynamodb.send(new PutItemCommand({ TableName: "Bookings", Item: { bookingId, deep: deep(31) } }));

  const { Item } = await cloud.dynamodb.send(new GetItemCommand({ TableName: "Bookings", Key: { bookingId } }));
  expect(Item).toEqual({ bookingId, deep: deep(31) });
});

test.each([32, 400])("refuses an attribute with %i maps around it, wherever it is", async (wraps) => {
  const TableName = "Bookings";
  const put = { Item: { bookingId, deep: deep(wraps) } };
  for (const command of [
    new PutItemCommand({ TableName, ...put }),
    new GetItemCommand({ TableName, Key: { bookingId: deep(wraps) } }),
    new UpdateItemCommand({
      TableName,
      Key: { bookingId },
      UpdateExpression: "SET a = :a",
      ExpressionAttributeValues: { ":a": deep(wraps) },
    }),
    new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: put }] } }),
  ]) {
    await expect(cloud.dynamodb.send(command as PutItemCommand)).rejects.toMatchObject(tooDeep);
  }
});

test("refuses a body that nests 3,000 deep before it looks at it", async () => {
  const sent = cloud.dynamodb.send(
    new PutItemCommand({ TableName: "Bookings", Item: { bookingId, deep: deep(3000) } }),
  );

  await expect(sent).rejects.toMatchObject({
    name: "SerializationException",
    message: "The request body nests objects and arrays more than 1000 deep.",
  });
});

function putIf(ConditionExpression: string) {
  return cloud.dynamodb.send(
    new PutItemCommand({
      TableName: "Bookings",
      Item: { bookingId },
      ConditionExpression,
      ExpressionAttributeValues: { ":a": { S: "x" } },
    }),
  );
}

test("takes an expression with 300 operators", async () => {
  await expect(putIf(Array(150).fill("a <> :a").join(" AND "))).resolves.toBeDefined();
});

test.each([
  ["301 operators", Array(151).fill("a <> :a").join(" AND "), "size;"],
  ["4,097 bytes", "a <> :a".padEnd(4097), "size; expression size: 4097"],
  ["301 parentheses that are not closed", `${"(".repeat(301)}a <> :a`, "size;"],
])("refuses an expression with %s", async (_, expression, end) => {
  await expect(putIf(expression)).rejects.toMatchObject({
    name: "ValidationException",
    message: `Invalid ConditionExpression: Expression size has exceeded the maximum allowed ${end}`,
  });
});

// Without a memory, the parser needs two to the power of 300 steps for each.
test.each([
  ["redundant parentheses", `${"(".repeat(300)}a <> :a${")".repeat(300)}`, /^Invalid .* redundant parentheses;$/],
  ["parentheses that are not closed", `${"(".repeat(300)}a <> :a`, /^Invalid .* Syntax error;/],
])("refuses 300 %s soon", async (_, expression, message) => {
  await expect(putIf(expression)).rejects.toMatchObject({ message: expect.stringMatching(message) });
});

const require = createRequire(import.meta.url);

test.each([
  ["conditionParser", ["a", " = ", ":a", "(", ")", " AND ", " NOT ", "size", " IN ", ", ", ".", "[1]", " BETWEEN "]],
  ["updateParser", ["SET ", "a", " = ", ":a", "(", ")", " + ", "if_not_exists", ", ", " REMOVE ", " ADD ", "[1]"]],
  ["projectionParser", ["a", "#a", ".", "[1]", ", ", " "]],
])("the remembering %s says the same as dynalite's own", (name, words) => {
  const file = require.resolve(`dynalite/db/${name}`);
  const original = freshParser(file);
  const linear = linearParser(file);
  // Few words: dynalite's own parsers take exponential time.
  const expressions = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 });

  fc.assert(
    fc.property(expressions, (parts) => {
      const expression = parts.join("");
      expect(outcome(linear, expression)).toEqual(outcome(original, expression));
    }),
    { numRuns: 400 },
  );
});

/** dynalite's own, even if another test has replaced it. */
function freshParser(file: string): ReturnType<typeof linearParser> {
  const loaded = require.cache[file];
  delete require.cache[file];
  try {
    return require(file);
  } finally {
    if (loaded) require.cache[file] = loaded;
  }
}

/** What the parser returns or throws, and which names and values it leaves unused. */
function outcome({ parse }: ReturnType<typeof linearParser>, expression: string) {
  const context = {
    isReserved: () => false,
    compare: () => false,
    attrNames: { "#a": "a" },
    attrVals: { ":a": { S: "x" } },
    unusedAttrNames: { "#a": true },
    unusedAttrVals: { ":a": true },
  };
  try {
    return { result: parse(expression, { context }), context: JSON.stringify(context) };
  } catch (error) {
    return { message: (error as Error).message };
  }
}
