import { isJsonObject } from "../../core/json-object.ts";
import { nestsDeeperThan, opensMoreThan } from "../../core/nesting.ts";
import { validationError } from "./errors.ts";

type Input = Record<string, unknown>;

/** "Quotas in Amazon DynamoDB": in bytes, and operators or functions in one expression. */
const maxExpressionBytes = 4096;
const maxOperators = 300;
/** In bytes: a placeholder, and all placeholders of an expression with what they stand for. */
const maxPlaceholderBytes = 255;
const maxPlaceholdersBytes = 2 * 1024 * 1024;
/** "Nested attributes": 32 levels, of which the attribute itself is one. In JSON, each further one is a type and a value. */
const maxValueNesting = 1 + 2 * 31;
/** Above every input whose attributes keep to their limit. */
const maxInputNesting = maxValueNesting + 10;

/** The members of inputs that hold expressions. */
export const expressionMembers = [
  "ConditionExpression",
  "FilterExpression",
  "KeyConditionExpression",
  "ProjectionExpression",
  "UpdateExpression",
];

const operator = /<>|<=|>=|[=<>+-]|\b(?:AND|OR|NOT|IN|BETWEEN)\b|\b\w+\s*\(/gi;

/**
 * Checks the limits that keep parsing and comparing within bounds, before either begins.
 *
 * @throws AwsError ValidationException
 */
export function checkInputLimits(input: object): void {
  for (const name of expressionMembers) checkExpression(name, (input as Input)[name]);
  for (const map of ["ExpressionAttributeNames", "ExpressionAttributeValues"])
    checkPlaceholders(map, (input as Input)[map]);
  checkNesting(nestsDeeperThan(input, maxInputNesting) ? [input] : attributesOf(input as Input));
}

/** @throws AwsError ValidationException if an attribute nests too deep */
export function checkNesting(attributes: unknown[]): void {
  if (!attributes.some(isTooDeep)) return;
  throw validationError(
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
  );
}

function checkExpression(name: string, expression: unknown): void {
  if (typeof expression !== "string") return;
  const problem = `Invalid ${name}: Expression size has exceeded the maximum allowed size;`;
  const bytes = Buffer.byteLength(expression);
  if (bytes > maxExpressionBytes) throw validationError(`${problem} expression size: ${bytes}`);
  // Each pair of parentheses that is not redundant has an operator.
  const operators = expression.match(operator)?.length ?? 0;
  if (operators > maxOperators || opensMoreThan(expression, maxOperators)) throw validationError(problem);
}

function checkPlaceholders(map: string, placeholders: unknown): void {
  if (!isJsonObject(placeholders)) return;
  const long = Object.keys(placeholders).find((name) => Buffer.byteLength(name) > maxPlaceholderBytes);
  if (long !== undefined) {
    throw validationError(
      `${map} contains invalid key: The expression attribute map contains a key that is too long; ` +
        `size of key: ${Buffer.byteLength(long)}`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(placeholders)) > maxPlaceholdersBytes)
    throw validationError(`${map} exceeds max size`);
}

/** The attributes in the members that hold items, keys and values. */
function attributesOf(input: Input): unknown[] {
  const requests = valuesOf(input.RequestItems).flatMap((table) =>
    Array.isArray(table) ? table.flatMap(valuesOf) : valuesOf((table as Input | undefined)?.Keys),
  );
  const inRequests = requests.flatMap((request) => {
    const { Item, Key } = isJsonObject(request) ? request : {};
    return isJsonObject(Item) || isJsonObject(Key) ? [Item, Key] : [request];
  });
  const members = [input.Item, input.Key, input.ExclusiveStartKey, input.ExpressionAttributeValues, ...inRequests];
  return members.flatMap(valuesOf);
}

function valuesOf(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

function isTooDeep(attribute: unknown): boolean {
  return nestsDeeperThan(attribute, maxValueNesting);
}
