import type {
  CreateTableInput,
  DescribeContinuousBackupsOutput,
  DescribeTableOutput,
  DescribeTimeToLiveOutput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  ListTagsOfResourceOutput,
  TableDescription,
} from "@aws-sdk/client-dynamodb";
import type { CheckFailure } from "../contract/check-failure.ts";
import type { Cloud } from "../contract/cloud.ts";
import type { Change, Live, ResourceType } from "../contract/resource-type.ts";
import { boolean, list, number, object, string, tags } from "../contract/schema.ts";
import { containsUnknown, type PropertyMap } from "../property-values/values.ts";
import {
  attributeDefinitions,
  globalIndex,
  keySchema,
  keysOf,
  secondaryIndex,
  streamSpecification,
  throughput,
} from "./dynamodb-table-request.ts";
import { changesStream, updateTable } from "./dynamodb-table-update.ts";
import { tagList, tagMap, updateTags } from "./tags.ts";

const projection = {
  projectionType: string({ required: true, oneOf: ["ALL", "INCLUDE", "KEYS_ONLY"] }),
  nonKeyAttributes: list(string(), { unordered: true }),
};

const keyElement = object({
  attributeName: string({ required: true }),
  keyType: string({ required: true, oneOf: ["HASH", "RANGE"] }),
});

export const dynamodbTable: ResourceType = {
  token: "aws:dynamodb/table:Table",
  title: "DynamoDB Table",
  inputs: {
    name: string({ replace: true, pattern: /^[\w.-]{3,255}$/, autoName: { max: 255 } }),
    hashKey: string({ required: true, replace: true }),
    rangeKey: string({ replace: true }),
    attributes: list(
      object({ name: string({ required: true }), type: string({ required: true, oneOf: ["S", "N", "B"] }) }),
      { unordered: true, required: true },
    ),
    billingMode: string({ oneOf: ["PROVISIONED", "PAY_PER_REQUEST"], default: "PROVISIONED" }),
    readCapacity: number({ min: 1, computed: true }),
    writeCapacity: number({ min: 1, computed: true }),
    globalSecondaryIndexes: list(
      object({
        name: string({ required: true }),
        hashKey: string({ conflictsWith: ["keySchemas"] }),
        rangeKey: string({ conflictsWith: ["keySchemas"] }),
        keySchemas: list(keyElement),
        readCapacity: number({ computed: true }),
        writeCapacity: number({ computed: true }),
        ...projection,
      }),
      { unordered: true },
    ),
    localSecondaryIndexes: list(
      object({ name: string({ required: true }), rangeKey: string({ required: true }), ...projection }),
      { unordered: true, replace: true },
    ),
    streamEnabled: boolean(),
    streamViewType: string({ oneOf: ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"], computed: true }),
    ttl: object({ attributeName: string(), enabled: boolean({ default: false }) }),
    pointInTimeRecovery: object({
      enabled: boolean({ required: true }),
      recoveryPeriodInDays: number({ min: 1, max: 35, computed: true }),
    }),
    deletionProtectionEnabled: boolean({ default: false }),
    tableClass: string({ oneOf: ["STANDARD", "STANDARD_INFREQUENT_ACCESS"], default: "STANDARD" }),
    tags,
  },
  outputs: ["arn", "region", "streamArn", "streamLabel"],
  changedByUpdate: (news, change) => (changesStream(news, change) ? ["streamArn", "streamLabel"] : []),
  idOf: (inputs) => inputs.name as string,
  validate: (inputs) => [...indexKeyFailures(inputs), ...keyFailures(inputs), ...streamFailures(inputs)],

  async create(inputs, cloud, onCreated) {
    const name = inputs.name as string;
    await cloud.call("dynamodb", "CreateTable", { ...request(inputs), Tags: tagList(inputs.tags) });
    onCreated(name);
    if (inputs.ttl) await putTtl(name, inputs.ttl, cloud);
    if (inputs.pointInTimeRecovery) await putRecovery(name, inputs.pointInTimeRecovery, cloud);
    return name;
  },

  async read(id, cloud, known) {
    const found = await cloud.find<DescribeTableOutput>("dynamodb", "DescribeTable", { TableName: id });
    const table = found?.Table;
    if (!table) return undefined;
    const named = { TableName: id };
    const [{ TimeToLiveDescription: ttl }, { ContinuousBackupsDescription: backups }, { Tags }] = await Promise.all([
      cloud.call<DescribeTimeToLiveOutput>("dynamodb", "DescribeTimeToLive", named),
      cloud.call<DescribeContinuousBackupsOutput>("dynamodb", "DescribeContinuousBackups", named),
      cloud.call<ListTagsOfResourceOutput>("dynamodb", "ListTagsOfResource", { ResourceArn: table.TableArn }),
    ]);
    const recovery = backups?.PointInTimeRecoveryDescription;
    const recovering = recovery?.PointInTimeRecoveryStatus === "ENABLED";
    return {
      ...propertiesOf(table, known),
      // Like AWS's own provider: a table without a stream keeps the view type that the program gives.
      streamViewType: table.StreamSpecification?.StreamViewType ?? known.streamViewType,
      ttl: ttl?.AttributeName
        ? { attributeName: ttl.AttributeName, enabled: ttl.TimeToLiveStatus?.startsWith("ENABL") }
        : undefined,
      pointInTimeRecovery: {
        enabled: recovering,
        ...(recovering && { recoveryPeriodInDays: recovery.RecoveryPeriodInDays }),
      },
      tags: tagMap(Tags),
    };
  },

  async update(id, news, cloud, change) {
    await updateTable(id, news, cloud, change);
    if (change.has("ttl")) await replaceTtl(id, news, cloud, change);
    if (change.has("pointInTimeRecovery")) {
      await putRecovery(id, news.pointInTimeRecovery ?? { enabled: false }, cloud);
    }
    const ResourceArn = change.olds.arn;
    await updateTags(change.olds.tags, news.tags, {
      tag: (set) => cloud.call("dynamodb", "TagResource", { ResourceArn, Tags: tagList(set) }),
      untag: (TagKeys) => cloud.call("dynamodb", "UntagResource", { ResourceArn, TagKeys }),
    });
  },

  async delete(id, cloud) {
    await cloud.find("dynamodb", "DeleteTable", { TableName: id });
  },
};

/** Every key must be a declared attribute, and every declared attribute a key. */
function keyFailures(inputs: PropertyMap): CheckFailure[] {
  const { attributes, globalSecondaryIndexes: globals, localSecondaryIndexes: locals } = inputs;
  if (!Array.isArray(attributes) || containsUnknown(inputs)) return [];
  const holders = [inputs, ...((globals ?? []) as PropertyMap[]), ...((locals ?? []) as PropertyMap[])];
  const keys = new Set<unknown>(
    holders.flatMap((holder) => Object.values(keysOf(holder))).filter((key) => key !== undefined),
  );
  const declared = new Set<unknown>((attributes as PropertyMap[]).map((attribute) => attribute.name));
  const missing = [...keys].filter((key) => !declared.has(key)).map((key) => `must declare the key ${key}`);
  const unused = [...declared]
    .filter((name) => !keys.has(name))
    .map((name) => `declares ${name}, which is not a key of the table or of an index`);
  return [...missing, ...unused].map((reason) => ({ property: "attributes", reason }));
}

/** A global index has its keys as hashKey and rangeKey, or as keySchemas. */
function indexKeyFailures({ globalSecondaryIndexes: indexes }: PropertyMap): CheckFailure[] {
  if (!Array.isArray(indexes) || containsUnknown(indexes)) return [];
  return (indexes as PropertyMap[]).flatMap(({ hashKey, keySchemas }, at) => {
    const property = `globalSecondaryIndexes[${at}].${keySchemas ? "keySchemas" : "hashKey"}`;
    if (!keySchemas)
      return hashKey === undefined ? [{ property, reason: "is required, unless there are keySchemas" }] : [];
    const types = (keySchemas as PropertyMap[]).map(({ keyType }) => keyType);
    if (types.filter((type) => type === "HASH").length !== 1) {
      const reason = "must have one key of the type HASH; the local cloud does not support keys of several attributes";
      return [{ property, reason }];
    }
    if (types.length <= 2) return [];
    return [{ property, reason: "must have at most one key of the type RANGE in the local cloud" }];
  });
}

function streamFailures({ streamEnabled, streamViewType }: PropertyMap): CheckFailure[] {
  if (streamEnabled !== true || streamViewType) return [];
  return [{ property: "streamViewType", reason: "is required when streamEnabled is true" }];
}

function request(inputs: PropertyMap): CreateTableInput {
  const globalIndexes = inputs.globalSecondaryIndexes as PropertyMap[] | undefined;
  const localIndexes = inputs.localSecondaryIndexes as PropertyMap[] | undefined;
  const provisioned = inputs.billingMode === "PROVISIONED";
  return {
    TableName: inputs.name as string,
    KeySchema: keySchema(inputs),
    AttributeDefinitions: attributeDefinitions(inputs),
    BillingMode: inputs.billingMode as "PROVISIONED" | "PAY_PER_REQUEST",
    ProvisionedThroughput: provisioned ? throughput(inputs) : undefined,
    GlobalSecondaryIndexes: globalIndexes?.map((index) => globalIndex(index, provisioned)),
    StreamSpecification: streamSpecification(inputs),
    LocalSecondaryIndexes: localIndexes?.map((index) =>
      secondaryIndex(index, keySchema({ hashKey: inputs.hashKey!, rangeKey: index.rangeKey! })),
    ),
    DeletionProtectionEnabled: inputs.deletionProtectionEnabled === true ? true : undefined,
    TableClass: inputs.tableClass === "STANDARD" ? undefined : (inputs.tableClass as CreateTableInput["TableClass"]),
  };
}

function propertiesOf(table: TableDescription, known: PropertyMap): Live {
  return {
    name: table.TableName,
    arn: table.TableArn,
    streamEnabled: table.StreamSpecification?.StreamEnabled ?? false,
    streamArn: table.LatestStreamArn,
    streamLabel: table.LatestStreamLabel,
    hashKey: keyOf(table.KeySchema, "HASH"),
    rangeKey: keyOf(table.KeySchema, "RANGE"),
    attributes: table.AttributeDefinitions?.map(({ AttributeName, AttributeType }) => ({
      name: AttributeName,
      type: AttributeType,
    })),
    billingMode: table.BillingModeSummary?.BillingMode ?? "PROVISIONED",
    readCapacity: table.ProvisionedThroughput?.ReadCapacityUnits,
    writeCapacity: table.ProvisionedThroughput?.WriteCapacityUnits,
    deletionProtectionEnabled: table.DeletionProtectionEnabled ?? false,
    tableClass: table.TableClassSummary?.TableClass ?? "STANDARD",
    globalSecondaryIndexes: table.GlobalSecondaryIndexes?.map(({ KeySchema, ...index }) => ({
      ...indexProperties(index),
      ...indexKeys(index.IndexName, KeySchema, known),
      readCapacity: index.ProvisionedThroughput?.ReadCapacityUnits,
      writeCapacity: index.ProvisionedThroughput?.WriteCapacityUnits,
    })),
    localSecondaryIndexes: table.LocalSecondaryIndexes?.map((index) => indexProperties(index)),
  };
}

function indexProperties(index: Partial<Pick<GlobalSecondaryIndex, "IndexName" | "KeySchema" | "Projection">>): Live {
  return {
    name: index.IndexName,
    rangeKey: keyOf(index.KeySchema, "RANGE"),
    projectionType: index.Projection?.ProjectionType,
    nonKeyAttributes: index.Projection?.NonKeyAttributes,
  };
}

/** In the form that the program gives; an imported index has hashKey and rangeKey. */
function indexKeys(name: string | undefined, schema: KeySchemaElement[] | undefined, known: PropertyMap): Live {
  const indexes = Array.isArray(known.globalSecondaryIndexes) ? (known.globalSecondaryIndexes as PropertyMap[]) : [];
  if (!indexes.find((index) => index.name === name)?.keySchemas) {
    return { hashKey: keyOf(schema, "HASH"), rangeKey: keyOf(schema, "RANGE") };
  }
  return {
    keySchemas: schema?.map(({ AttributeName, KeyType }) => ({ attributeName: AttributeName, keyType: KeyType })),
  };
}

function keyOf(schema: KeySchemaElement[] | undefined, type: "HASH" | "RANGE"): string | undefined {
  return schema?.find((element) => element.KeyType === type)?.AttributeName;
}

interface Ttl {
  attributeName?: string;
  enabled?: boolean;
}

async function putTtl(name: string, ttl: unknown, cloud: Cloud): Promise<void> {
  const { attributeName, enabled } = ttl as Ttl;
  if (!enabled || !attributeName) return;
  await cloud.call("dynamodb", "UpdateTimeToLive", {
    TableName: name,
    TimeToLiveSpecification: { AttributeName: attributeName, Enabled: true },
  });
}

/** TTL must be disabled for one attribute before it is enabled for another. */
async function replaceTtl(name: string, news: PropertyMap, cloud: Cloud, change: Change): Promise<void> {
  const before = change.olds.ttl as Ttl | undefined;
  if (before?.enabled) {
    await cloud.call("dynamodb", "UpdateTimeToLive", {
      TableName: name,
      TimeToLiveSpecification: { AttributeName: before.attributeName, Enabled: false },
    });
  }
  if (news.ttl) await putTtl(name, news.ttl, cloud);
}

async function putRecovery(name: string, recovery: unknown, cloud: Cloud): Promise<void> {
  const { enabled, recoveryPeriodInDays } = recovery as { enabled: boolean; recoveryPeriodInDays?: number };
  await cloud.call("dynamodb", "UpdateContinuousBackups", {
    TableName: name,
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: enabled,
      ...(enabled && recoveryPeriodInDays !== undefined && { RecoveryPeriodInDays: recoveryPeriodInDays }),
    },
  });
}
