import { emptyKey } from "./dynalite-db.ts";
import { validationError } from "./errors.ts";
import { expressionMembers } from "./input-limits.ts";
import { syntaxError, tokensOf } from "./syntax-error.ts";

/** The parts of an input that hold expressions, with what dynalite's validation makes of them. */
interface Input {
  _condition?: { expression: Node };
  _filter?: { expression: Node };
  KeyConditions?: Record<string, { AttributeValueList?: Array<{ S?: string; B?: string }> }>;
}

/** A node of a parsed condition: an operator or a function, a path (an array), or a value. */
type Node = { type?: string; args?: Node[] } & Record<string, unknown>;

/** Those that have an order ("Condition and filter expressions, operators, and functions"). */
const orderedTypes = ["S", "N", "B"];
const ordering = ["<", "<=", ">", ">=", "between"];

/** "Quotas in Amazon DynamoDB". */
const maxInOperands = 100;

/**
 * Refuses names that begin with an underscore: they need a placeholder, as a name begins with a letter or a digit
 * ("Referring to item attributes when using expressions").
 *
 * @throws AwsError ValidationException with DynamoDB's message
 */
export function checkNames(input: object): void {
  for (const name of expressionMembers) {
    const expression = (input as Record<string, unknown>)[name];
    if (typeof expression !== "string") continue;
    const tokens = tokensOf(expression);
    const place = tokens.findIndex(({ text }) => text === "_");
    if (place >= 0) throw validationError(`Invalid ${name}: Syntax error; ${syntaxError(expression, tokens, place)}`);
  }
}

/**
 * Checks the operands of a validated input's conditions: what DynamoDB refuses, and dynalite does not.
 *
 * @throws AwsError ValidationException with DynamoDB's message
 */
export function checkOperands({ _condition, _filter, KeyConditions = {} }: Input): void {
  if (_condition) checkNode("ConditionExpression", _condition.expression);
  if (_filter) checkNode("FilterExpression", _filter.expression);
  for (const [name, { AttributeValueList = [] }] of Object.entries(KeyConditions)) {
    for (const { S, B } of AttributeValueList) {
      if (S === "" || B === "") throw validationError(emptyKey(name, S === "" ? "S" : "B"));
    }
  }
}

function checkNode(expression: string, node: Node): void {
  const { type = "", args } = node;
  if (!args) return;
  const operator = type.toUpperCase();
  if (ordering.includes(type)) {
    const wrong = args.map(typeOfValue).find((type) => type !== undefined && !orderedTypes.includes(type));
    if (wrong) {
      throw validationError(
        `Invalid ${expression}: Incorrect operand type for operator or function; ` +
          `operator or function: ${operator}, operand type: ${wrong}`,
      );
    }
  }
  if (type === "in" && args.length - 1 > maxInOperands) {
    throw validationError(
      `Invalid ${expression}: The IN operator is provided with too many operands; number of operands: ${args.length - 1}`,
    );
  }
  for (const arg of args) checkNode(expression, arg);
}

/** The type of a value; undefined for a path and a call. */
function typeOfValue(node: Node): string | undefined {
  return Array.isArray(node) || node.type ? undefined : Object.keys(node)[0];
}
