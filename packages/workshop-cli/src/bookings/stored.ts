import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { GetCommand, QueryCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Clients } from "../connection/clients.ts";

/** What one service's table holds about a booking. */
export interface Stored {
  table: string;
  items: Record<string, unknown>[];
}

/** What each table holds about a booking, in the order of `tableNames`. */
export function readStored(
  { tables }: Pick<Clients, "tables">,
  tableNames: readonly string[],
  about: { bookingId: string; flightId?: string },
): Promise<Stored[]> {
  return Promise.all(tableNames.map(async (table) => ({ table, items: await itemsAbout(tables, table, about) })));
}

async function itemsAbout(
  tables: Clients["tables"],
  table: string,
  { bookingId, flightId }: { bookingId: string; flightId?: string },
): Promise<Record<string, unknown>[]> {
  const key = await partitionKey(tables, table);
  if (key === "bookingId") return await itemsWithKey(tables, table, bookingId);
  if (key === "flightId" && flightId) return await seatsOf(tables, table, flightId, bookingId);
  return await itemsWithAttribute(tables, table, bookingId);
}

const partitionKeys = new Map<string, Promise<string | undefined>>();

function partitionKey(tables: Clients["tables"], table: string): Promise<string | undefined> {
  const key =
    partitionKeys.get(table) ??
    tables
      .send(new DescribeTableCommand({ TableName: table }))
      .then(({ Table }) => Table?.KeySchema?.find(({ KeyType }) => KeyType === "HASH")?.AttributeName);
  partitionKeys.set(table, key);
  return key;
}

async function itemsWithKey(tables: Clients["tables"], table: string, bookingId: string) {
  const { Items = [] } = await tables.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: "bookingId = :bookingId",
      ExpressionAttributeValues: { ":bookingId": bookingId },
    }),
  );
  return Items;
}

/** A flight is one item: only the booking's own seats are returned. */
async function seatsOf(tables: Clients["tables"], table: string, flightId: string, bookingId: string) {
  const { Item = {} } = await tables.send(
    new GetCommand({ TableName: table, Key: { flightId }, ConsistentRead: true }),
  );
  const seats = Object.entries(Item).filter(([, holder]) => holder === bookingId);
  return seats.map(([seat]) => ({ flightId, seat, bookingId }));
}

async function itemsWithAttribute(tables: Clients["tables"], table: string, bookingId: string) {
  const { Items = [] } = await tables.send(
    new ScanCommand({
      TableName: table,
      ConsistentRead: true,
      FilterExpression: "bookingId = :bookingId",
      ExpressionAttributeValues: { ":bookingId": bookingId },
    }),
  );
  return Items;
}
