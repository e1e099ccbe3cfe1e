import { sameValue } from "./streams/same-item.ts";
import type { Item } from "./streams/stored.ts";

/** One attribute's value, as the wire has it: a type and its content. */
export type Value = Item[string];
type Content = string | boolean | string[] | Value[] | Item;

/** Compares two decimal numbers: below, at or above zero. */
export type CompareNumbers = (left: string, right: string) => number;

/** The comparisons of conditions and filters; with the names of expressions and those of the legacy parameters. */
const comparisons = new Map<string, string>(
  Object.entries({ EQ: "=", NE: "<>", LT: "<", LE: "<=", GT: ">", GE: ">=", IN: "in", BETWEEN: "between" }),
);

/**
 * Whether two values are equal: types match, lists and maps are compared member by member, and the order of a set does not
 * matter ("Condition and filter expressions, operators, and functions"). A missing value equals nothing.
 */
function equalValues(left: Value | undefined | null, right: Value | undefined | null): boolean {
  return isPresent(left) && isPresent(right) && sameValue(left, right);
}

/**
 * The order of two values: strings by their bytes in UTF-8, binaries by their bytes ("Supported data types and naming
 * rules in Amazon DynamoDB"). Undefined for other types, and for values of different types.
 */
function orderOf(left: Value | undefined, right: Value | undefined, numbers: CompareNumbers): number | undefined {
  const [type, a] = content(left);
  const [otherType, b] = content(right);
  if (type === undefined || type !== otherType) return undefined;
  if (type === "N") return numbers(a as string, b as string);
  const encoding = ({ S: "utf8", B: "base64" } as const)[type as "S" | "B"];
  return encoding && Buffer.compare(Buffer.from(a as string, encoding), Buffer.from(b as string, encoding));
}

/** Whether a condition is true for a value; `operator` is an operator or function of expressions, or a legacy one. */
export function compareValues(
  operator: string,
  value: Value | undefined,
  given: Value | Value[],
  numbers: CompareNumbers,
): boolean {
  const operands = (Array.isArray(given) ? given : [given]) as [Value, Value?];
  const inOrder = (test: (order: number) => boolean, left = value, right: Value | undefined = operands[0]) => {
    const order = orderOf(left, right, numbers);
    return order !== undefined && test(order);
  };
  switch (comparisons.get(operator) ?? operator) {
    case "=":
      return equalValues(value, operands[0]);
    case "<>":
      return !equalValues(value, operands[0]);
    case "<":
      return inOrder((order) => order < 0);
    case "<=":
      return inOrder((order) => order <= 0);
    case ">":
      return inOrder((order) => order > 0);
    case ">=":
      return inOrder((order) => order >= 0);
    case "between":
      return inOrder((order) => order >= 0) && inOrder((order) => order <= 0, value, operands[1]);
    case "in":
      return operands.some((operand) => equalValues(value, operand));
    case "NOT_NULL":
    case "attribute_exists":
      return isPresent(value);
    case "NULL":
    case "attribute_not_exists":
      return !isPresent(value);
    case "attribute_type":
      return content(value)[0] === content(operands[0])[1];
    case "CONTAINS":
    case "contains":
      return contains(value, operands[0]);
    case "NOT_CONTAINS":
      return !contains(value, operands[0]);
    case "BEGINS_WITH":
    case "begins_with":
      return beginsWith(value, operands[0]);
    default:
      throw new Error(`Unknown comparison: ${operator}`);
  }
}

/** A substring, a member of a set, or an element of a list. */
function contains(value: Value | undefined, operand: Value): boolean {
  const [type, a] = content(value);
  const [operandType, b] = content(operand);
  if (type === "L") return (a as Value[]).some((element) => equalValues(element, operand));
  if (type === `${operandType}S`) return (a as string[]).includes(b as string);
  if (type !== operandType) return false;
  if (type === "S") return (a as string).includes(b as string);
  return type === "B" && bytes(a).includes(bytes(b));
}

function beginsWith(value: Value | undefined, operand: Value): boolean {
  const [type, a] = content(value);
  const [operandType, b] = content(operand);
  if (type !== operandType) return false;
  if (type === "S") return (a as string).startsWith(b as string);
  return type === "B" && bytes(a).subarray(0, bytes(b).length).equals(bytes(b));
}

/** The type and content of a value; nothing for a missing one. */
function content(value: Value | undefined | null): [string, Content] | [] {
  if (typeof value !== "object" || value === null) return [];
  return (Object.entries(value)[0] as [string, Content] | undefined) ?? [];
}

function isPresent(value: Value | undefined | null): value is Value {
  return content(value)[0] !== undefined;
}

function bytes(base64: unknown): Buffer {
  return Buffer.from(base64 as string, "base64");
}
