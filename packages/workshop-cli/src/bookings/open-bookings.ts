import { paginateQuery, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { Clients } from "../connection/clients.ts";

/** A booking that is neither ticketed nor cancelled. */
export interface OpenBooking {
  bookingId: string;
  /** When it was requested, ISO 8601. */
  openSince?: string;
  /** When its deadline passed, ISO 8601; from step 11 on. Booking waits for the Ticket service's decision since then. */
  expiredAt?: string;
}

export interface OpenBookings {
  /** The oldest first. Those without openSince come last. */
  bookings: OpenBooking[];
  /** Whether step 11's index answered. It leaves bookings without openSince out. Otherwise the whole table was read. */
  fromIndex: boolean;
}

const requested = {
  ExpressionAttributeNames: { "#status": "status" },
  ExpressionAttributeValues: { ":requested": "REQUESTED" },
};

/** The open bookings, from the index OpenBookings, or from the whole table if there is no such index. */
export async function readOpenBookings({ tables }: Pick<Clients, "tables">, TableName: string): Promise<OpenBookings> {
  const fromIndex = await query(tables, TableName);
  if (fromIndex) return { bookings: fromIndex, fromIndex: true };
  const bookings: OpenBooking[] = [];
  const all = { TableName, ConsistentRead: true, FilterExpression: "#status = :requested", ...requested };
  for await (const { Items = [] } of paginateScan({ client: tables }, all)) bookings.push(...(Items as OpenBooking[]));
  return { bookings: bookings.sort(byAge), fromIndex: false };
}

/** Returns undefined if the table has no such index. */
async function query(client: Clients["tables"], TableName: string): Promise<OpenBooking[] | undefined> {
  const bookings: OpenBooking[] = [];
  const open = { TableName, IndexName: "OpenBookings", KeyConditionExpression: "#status = :requested", ...requested };
  try {
    for await (const { Items = [] } of paginateQuery({ client }, open)) bookings.push(...(Items as OpenBooking[]));
    return bookings;
  } catch (error) {
    if (error instanceof Error && error.name === "ValidationException" && /index/i.test(error.message))
      return undefined;
    throw error;
  }
}

function byAge({ openSince: a = "none" }: OpenBooking, { openSince: b = "none" }: OpenBooking): number {
  return a < b ? -1 : 1;
}
