import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  KeySchemaElement,
  ScalarAttributeType,
  StreamSpecification,
  StreamViewType,
} from "@aws-sdk/client-dynamodb";
import type { PropertyMap } from "../property-values/values.ts";

/** Parts of a table's inputs, as requests have them. */

export function attributeDefinitions({ attributes }: PropertyMap): AttributeDefinition[] {
  return (attributes as PropertyMap[]).map(({ name, type }) => ({
    AttributeName: name as string,
    AttributeType: type as ScalarAttributeType,
  }));
}

/** The keys of a table, or of an index in either form. */
export function keysOf({ hashKey, rangeKey, keySchemas }: PropertyMap): { hashKey?: string; rangeKey?: string } {
  if (!keySchemas)
    return {
      ...(hashKey !== undefined && { hashKey: hashKey as string }),
      ...(rangeKey !== undefined && { rangeKey: rangeKey as string }),
    };
  const named = (type: string) =>
    (keySchemas as PropertyMap[]).find(({ keyType }) => keyType === type)?.attributeName as string | undefined;
  const [hash, range] = [named("HASH"), named("RANGE")];
  return { ...(hash !== undefined && { hashKey: hash }), ...(range !== undefined && { rangeKey: range }) };
}

export function keySchema(keys: PropertyMap): KeySchemaElement[] {
  const { hashKey, rangeKey } = keysOf(keys);
  const key: KeySchemaElement[] = [{ AttributeName: hashKey!, KeyType: "HASH" }];
  if (rangeKey !== undefined) key.push({ AttributeName: rangeKey, KeyType: "RANGE" });
  return key;
}

export function throughput({ readCapacity, writeCapacity }: PropertyMap) {
  return { ReadCapacityUnits: readCapacity as number, WriteCapacityUnits: writeCapacity as number };
}

export function secondaryIndex(index: PropertyMap, KeySchema: KeySchemaElement[]) {
  return {
    IndexName: index.name as string,
    KeySchema,
    Projection: {
      ProjectionType: index.projectionType as "ALL",
      NonKeyAttributes: index.nonKeyAttributes as string[] | undefined,
    },
  };
}

export function globalIndex(index: PropertyMap, provisioned: boolean): GlobalSecondaryIndex {
  return {
    ...secondaryIndex(index, keySchema(index)),
    ProvisionedThroughput: provisioned ? throughput(index) : undefined,
  };
}

/** Undefined for a table without a stream. */
export function streamSpecification({ streamEnabled, streamViewType }: PropertyMap): StreamSpecification | undefined {
  return streamEnabled === true ? { StreamEnabled: true, StreamViewType: streamViewType as StreamViewType } : undefined;
}
