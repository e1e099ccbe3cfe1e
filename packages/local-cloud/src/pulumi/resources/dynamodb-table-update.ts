import type { GlobalSecondaryIndexUpdate, UpdateTableInput } from "@aws-sdk/client-dynamodb";
import type { Cloud } from "../contract/cloud.ts";
import { ProviderError } from "../contract/errors.ts";
import type { Change } from "../contract/resource-type.ts";
import type { PropertyMap } from "../property-values/values.ts";
import {
  attributeDefinitions,
  globalIndex,
  keysOf,
  streamSpecification,
  throughput,
} from "./dynamodb-table-request.ts";

/**
 * Changes the table itself, with one call for each change that AWS wants to be alone ("UpdateTable"): first indexes are
 * deleted, last others are created.
 */
export async function updateTable(id: string, news: PropertyMap, cloud: Cloud, change: Change): Promise<void> {
  const update = (input: Partial<UpdateTableInput>) =>
    cloud.call("dynamodb", "UpdateTable", { TableName: id, ...input });
  refuseNewKeyTypes(news, change);
  const indexes = indexChanges(news, change);

  for (const { name } of indexes.deleted) await update({ GlobalSecondaryIndexUpdates: [deletion(name as string)] });
  const settings = capacityChange(news, change, indexes.kept);
  if (settings) await update(settings);
  if (change.has("tableClass")) await update({ TableClass: news.tableClass as UpdateTableInput["TableClass"] });
  if (change.has("deletionProtectionEnabled")) {
    await update({ DeletionProtectionEnabled: news.deletionProtectionEnabled === true });
  }
  if (changesStream(news, change)) await updateStream(news, change, update);
  for (const index of indexes.created) {
    const Create = globalIndex(index, isProvisioned(news)) as GlobalSecondaryIndexUpdate["Create"];
    await update({ AttributeDefinitions: attributeDefinitions(news), GlobalSecondaryIndexUpdates: [{ Create }] });
  }
}

/** A disabled stream's view type has no effect. */
export function changesStream(news: PropertyMap, change: Change): boolean {
  return change.has("streamEnabled") || (news.streamEnabled === true && change.has("streamViewType"));
}

type Update = (input: Partial<UpdateTableInput>) => Promise<unknown>;

/** AWS does not change a stream's view type: the table gets a new stream. */
async function updateStream(news: PropertyMap, { olds }: Change, update: Update): Promise<void> {
  const StreamSpecification = streamSpecification(news);
  if (olds.streamEnabled === true) await update({ StreamSpecification: { StreamEnabled: false } });
  if (StreamSpecification) await update({ StreamSpecification });
}

function isProvisioned({ billingMode }: PropertyMap): boolean {
  return billingMode === "PROVISIONED";
}

function deletion(IndexName: string): GlobalSecondaryIndexUpdate {
  return { Delete: { IndexName } };
}

interface IndexChanges {
  deleted: PropertyMap[];
  created: PropertyMap[];
  kept: Array<{ before: PropertyMap; now: PropertyMap }>;
}

/** An index changes its throughput only; with other keys or attributes it is another index. */
function indexChanges(news: PropertyMap, { olds }: Change): IndexChanges {
  const before = (olds.globalSecondaryIndexes ?? []) as PropertyMap[];
  const now = (news.globalSecondaryIndexes ?? []) as PropertyMap[];
  const same = (left: PropertyMap, right: PropertyMap) => identity(left, olds) === identity(right, news);
  return {
    deleted: before.filter((index) => !now.some((other) => same(index, other))),
    created: now.filter((index) => !before.some((other) => same(other, index))),
    kept: before.flatMap((index) => {
      const match = now.find((other) => same(index, other));
      return match ? [{ before: index, now: match }] : [];
    }),
  };
}

function identity(index: PropertyMap, table: PropertyMap): string {
  const { name, projectionType, nonKeyAttributes = [] } = index;
  const { hashKey, rangeKey } = keysOf(index);
  const types = [hashKey, rangeKey].map((key) => key && typeOf(table, key));
  return JSON.stringify([name, hashKey, rangeKey, types, projectionType, [...(nonKeyAttributes as string[])].sort()]);
}

function typeOf({ attributes }: PropertyMap, key: string): string | undefined {
  return (attributes as PropertyMap[]).find(({ name }) => name === key)?.type as string | undefined;
}

/** Undefined if neither the billing mode nor a throughput changes. */
function capacityChange(
  news: PropertyMap,
  change: Change,
  kept: IndexChanges["kept"],
): Partial<UpdateTableInput> | undefined {
  const provisioned = isProvisioned(news);
  const table = change.has("billingMode", "readCapacity", "writeCapacity");
  const indexes = provisioned ? kept.filter(({ before, now }) => hasOtherCapacity(before, now)) : [];
  if (!table && indexes.length === 0) return undefined;
  return {
    ...(table && { BillingMode: news.billingMode as UpdateTableInput["BillingMode"] }),
    ...(table && provisioned && { ProvisionedThroughput: throughput(news) }),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexUpdates: indexes.map(({ now }) => ({
        Update: { IndexName: now.name as string, ProvisionedThroughput: throughput(now) },
      })),
    }),
  };
}

function hasOtherCapacity(before: PropertyMap, now: PropertyMap): boolean {
  const given = now.readCapacity !== undefined || now.writeCapacity !== undefined;
  return given && (before.readCapacity !== now.readCapacity || before.writeCapacity !== now.writeCapacity);
}

function refuseNewKeyTypes(news: PropertyMap, { olds }: Change): void {
  for (const key of [news.hashKey, news.rangeKey]) {
    if (key === undefined || typeOf(olds, key as string) === typeOf(news, key as string)) continue;
    throw new ProviderError(`the type of ${key}, a key of the table, cannot change: give the table a new name, too`);
  }
}
