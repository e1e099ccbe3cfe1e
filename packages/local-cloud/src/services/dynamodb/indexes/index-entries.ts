import type { KeySchemaElement } from "@aws-sdk/client-dynamodb";
import type { TableRecord } from "../database.ts";
import { db } from "../dynalite-db.ts";
import { validationError } from "../errors.ts";
import type { Item } from "../streams/stored.ts";
import { EmptyIndexKey } from "./empty-index-key.ts";

type Description = Pick<TableRecord["description"], "AttributeDefinitions" | "KeySchema">;

/** A secondary index, global or local. */
export interface Index {
  IndexName?: string | undefined;
  KeySchema?: KeySchemaElement[] | undefined;
  Projection?: { ProjectionType?: string | undefined; NonKeyAttributes?: string[] | undefined } | undefined;
}

const { createIndexKey } = db;

/** In bytes ("Constraints in Amazon DynamoDB"). */
const maxKeyBytes = { HASH: 2048, RANGE: 1024 };

/**
 * An item's entry in an index; undefined for an item without the index's keys, which a sparse index does not have. Items
 * from before the index may have such an attribute with a value that no key can have: they have no entry either.
 */
export function indexEntry(
  table: Description,
  { KeySchema = [], Projection }: Index,
  item: Item | undefined,
): { key: string; projected: Item } | undefined {
  if (!item || KeySchema.some((element) => whyNoKey(table, element, item) !== undefined)) return undefined;
  const names = [...KeySchema, ...(table.KeySchema ?? [])].map(({ AttributeName }) => AttributeName!);
  const projected =
    Projection?.ProjectionType === "ALL" ? item : pick(item, [...names, ...(Projection?.NonKeyAttributes ?? [])]);
  return { key: createIndexKey(item, table, KeySchema), projected };
}

/**
 * Refuses a written value that cannot be a key of the index. An unchanged one may stay as it is.
 *
 * @throws AwsError ValidationException
 */
export function checkIndexKeys(table: Description, index: Index, before: Item | undefined, after: Item): void {
  for (const element of index.KeySchema ?? []) {
    const name = element.AttributeName!;
    const problem = after[name] && whyNoKey(table, element, after);
    if (!problem || JSON.stringify(before?.[name]) === JSON.stringify(after[name])) continue;
    throw problem.empty
      ? new EmptyIndexKey(problem.empty, index.IndexName!, name)
      : validationError(`${problem.reason} IndexName: ${index.IndexName}, IndexKey: ${name}`);
  }
}

/** Why a value cannot be a key: it is empty, or another reason in DynamoDB's words. */
type NoKey = { empty: "string" | "binary"; reason?: never } | { reason: string; empty?: never };

/** Undefined if the item has a value of the right type and size there. */
function whyNoKey(table: Description, { AttributeName, KeyType }: KeySchemaElement, item: Item): NoKey | undefined {
  const type = table.AttributeDefinitions?.find((each) => each.AttributeName === AttributeName)?.AttributeType;
  const value = (item[AttributeName!] as Record<string, unknown> | undefined)?.[type!];
  const invalid = (reason: string) => ({ reason: `One or more parameter values were invalid: ${reason}` });
  if (typeof value !== "string") return invalid(`Type mismatch, expected: ${type}.`);
  if (type === "N") return undefined;
  if (value === "") return { empty: type === "S" ? "string" : "binary" };
  const max = maxKeyBytes[KeyType!];
  if (Buffer.byteLength(value, type === "B" ? "base64" : "utf8") <= max) return undefined;
  return invalid(`Size of the ${KeyType} key exceeds the maximum of ${max} bytes.`);
}

function pick(item: Item, names: string[]): Item {
  return Object.fromEntries(names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]!]));
}
