import { createRequire } from "node:module";
import { type CompareNumbers, compareValues, type Value } from "./compare-values.ts";
import type { TableRecord } from "./database.ts";
import { dynaliteFile, loadDynalite } from "./dynalite-modules.ts";
import { isCopied } from "./prepare-update.ts";
import type { Item } from "./streams/stored.ts";

/** An error of dynalite's, with the status and body of a response. */
interface DynaliteError extends Error {
  statusCode: number;
  body: Record<string, string>;
}

type ItemSize = (item: Item, compressed?: boolean, ...rest: unknown[]) => number;
type ValueSize = (value: unknown, type: string, compressed?: boolean) => number;
type CheckKey = (key: Item, attribute: string, type: string, isHash: boolean) => DynaliteError | null;
type CheckKeySize = (value: string | Buffer, type: string, isHash: boolean) => DynaliteError | null;
/** An operand in a parsed expression: a path, a call, or a value. */
type Operand = Array<string | number> | { type: "function"; name: string; args: Operand[] } | Value;

/** The functions of dynalite's module `db` that are replaced, under their names there, and those that they use. */
interface Functions {
  compare(operator: string, value: Value | undefined, operands: Value | Value[]): boolean;
  resolveArg(operand: Operand, item: Item): Value | null | undefined;
  itemSize: ItemSize;
  valSize: ValueSize;
  checkKeySize: CheckKeySize;
  validateKeyPiece: CheckKey;
}

export interface DynaliteDb extends Pick<Functions, "itemSize"> {
  createKey(item: object, table: object): string;
  createIndexKey(item: object, table: object, keySchema: object): string;
  /** These return an error, if there is one. */
  validateItem(item: object, table: object): DynaliteError | null | undefined;
  validateKey(key: object, table: object): DynaliteError | null | undefined;
  validateUpdates(legacy: undefined, updates: object | undefined, table: object): DynaliteError | null | undefined;
  checkConditional(data: object, existing: Item | undefined): DynaliteError | null | undefined;
  mapPath(path: Array<string | number>, item: Item): Value | undefined;
  validationError(message: string): DynaliteError;
  updateIndexes(
    database: unknown,
    table: TableRecord["description"],
    before: Item | undefined,
    after: Item | null,
    done: (error: unknown) => void,
  ): void;
}

const replaced = ["compare", "resolveArg", "itemSize", "valSize", "checkKeySize", "validateKeyPiece"] as const;

/** dynalite's module `db`, with DynamoDB's rules where dynalite has others. Loaded before all that uses it. */
export const db = load();

function load(): DynaliteDb {
  const names = `{ ${replaced.join(", ")} }`;
  // Functions of the module call each other by name, so the names get new functions, inside the module.
  const source = `(${names} = replacements(${names}, exports)); Object.assign(exports, ${names});`;
  const exports = loadDynalite<DynaliteDb>("db", { source, names: { replacements } });
  const { mapPath } = exports;
  exports.mapPath = (path, item) => (isCopied(path) ? structuredClone(mapPath(path, item)) : mapPath(path, item));
  return exports;
}

function replacements(original: Functions, { mapPath, validationError }: DynaliteDb): Functions {
  const Big = createRequire(dynaliteFile("db"))("big.js") as new (value: string) => { cmp(other: string): number };
  const numbers: CompareNumbers = (left, right) => new Big(left).cmp(right);
  return {
    compare: (operator, value, operands) => compareValues(operator, value, operands, numbers),

    // dynalite finds no size of an empty string or binary.
    resolveArg(operand, item) {
      if (Array.isArray(operand)) return mapPath(operand, item);
      if (!("name" in operand)) return original.resolveArg(operand, item);
      const { S, B } = (original.resolveArg(operand.args[0]!, item) ?? {}) as { S?: string; B?: string };
      return S === "" || B === "" ? { N: "0" } : original.resolveArg(operand, item);
    },

    // "DynamoDB item sizes and formats": names and strings count as their bytes in UTF-8. dynalite counts UTF-16 units.
    valSize: (value, type, compressed) =>
      type === "S" ? Buffer.byteLength(value as string) : original.valSize(value, type, compressed),
    itemSize(item, compressed, ...rest) {
      const size = original.itemSize(item, compressed, ...rest);
      if (compressed) return size;
      return Object.keys(item).reduce((sum, name) => sum + Buffer.byteLength(name) - name.length, size);
    },
    checkKeySize: (value, type, isHash) =>
      original.checkKeySize(type === "S" ? Buffer.from(value as string) : value, type, isHash),

    validateKeyPiece(key, attribute, type, isHash) {
      const value = (key[attribute] as Record<string, unknown> | undefined)?.[type];
      return value === ""
        ? validationError(emptyKey(attribute, type))
        : original.validateKeyPiece(key, attribute, type, isHash);
    },
  };
}

/** The message for an empty key attribute, of type "S" or "B". */
export function emptyKey(attribute: string, type: string): string {
  return (
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty " +
    `${type === "S" ? "string" : "binary"} value. Key: ${attribute}`
  );
}
