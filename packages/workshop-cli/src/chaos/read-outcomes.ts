import { paginateScan } from "@aws-sdk/lib-dynamodb";
import { readEvents } from "../bookings/read-events.ts";
import { readStored, type Stored } from "../bookings/stored.ts";
import { type Clients, clientsOf } from "../connection/clients.ts";
import type { Connection } from "../connection/connection.ts";
import { physicalName } from "../connection/physical-name.ts";
import { type DlqClients, dlqClientsOf } from "../dlq/dlq-clients.ts";
import { findFailureQueues } from "../dlq/failure-queues.ts";
import { putBack, putBackMessages, takeFailedEvents, takeMessages } from "../dlq/messages.ts";
import type { Outcome } from "./lab.ts";

const firstStepWithProvider = 9;

/** A booking that a lab made. */
export interface LabBooking {
  who: string;
  bookingId: string;
  flightId: string;
  answered: number;
}

/** Each booking of a lab has its own customer, by whom the payment provider knows it. */
export function customerOf(bookingId: string): string {
  return `CUST-${bookingId}`;
}

/** Reads the results of bookings from the tables, the bus's log, the inbox and the failure queues, all by the AWS API. */
export async function readOutcomes(connection: Connection, bookings: readonly LabBooking[]): Promise<Outcome[]> {
  const clients = { ...clientsOf(connection), ...dlqClientsOf(connection) };
  const [messages, waiting, charged] = await Promise.all([
    readInbox(clients, connection),
    readWaiting(clients, connection),
    readCharged(clients, connection),
  ]);
  return await Promise.all(
    bookings.map(async ({ who, bookingId, flightId, answered }) => {
      const stored = await readStored(clients, connection.outputs.tables, { bookingId, flightId });
      const events = await readEvents(clients, { logGroup: connection.outputs.eventLogGroup, bookingId });
      const payments = itemsOf(stored, "PaymentTable");
      const failed = waiting.filter((one) => one.bookingId === bookingId);
      return {
        who,
        bookingId,
        answered,
        state: stateIn(stored),
        charges: charged
          ? charged.filter((customer) => customer === customerOf(bookingId)).length
          : payments.filter(({ status }) => status === "SUCCESS").length,
        refunds: payments.filter(({ status }) => status === "REFUNDED").length,
        seats: itemsOf(stored, "SeatTable").map(({ seat }) => String(seat)),
        tickets: events.filter((event) => event["detail-type"] === "TicketIssued").length,
        messages: new Set(messages.filter(({ text }) => text.includes(bookingId)).map(({ id }) => id)).size,
        undelivered: failed.filter(({ layer }) => layer === "target").length,
        unhandled: failed.filter(({ layer }) => layer === "function").length,
      };
    }),
  );
}

/** The customer of each charge that the payment provider made; undefined before step 9, which adds the provider. */
async function readCharged({ tables }: Clients, connection: Connection): Promise<unknown[] | undefined> {
  if (connection.outputs.step < firstStepWithProvider) return undefined;
  const customers: unknown[] = [];
  for await (const { Items = [] } of paginateScan(
    { client: tables },
    { TableName: physicalName("PaymentProviderTable", connection), ConsistentRead: true },
  )) {
    customers.push(...Items.filter(({ status }) => status === "SUCCESS").map(({ customerId }) => customerId));
  }
  return customers;
}

/** The booking's state; undefined if there is no such booking. */
export function stateIn(stored: readonly Stored[]): string | undefined {
  return itemsOf(stored, "BookingTable")[0]?.status as string | undefined;
}

/** A service's items. In a shared account the table's name ends with the attendee's name. */
function itemsOf(stored: readonly Stored[], tableName: string): Record<string, unknown>[] {
  return stored.find(({ table }) => table.startsWith(tableName))?.items ?? [];
}

/** The customers' messages, each with the ID that its repeats share, if it has one. */
async function readInbox({ sqs }: Clients, { outputs, isLocal }: Connection): Promise<{ id: string; text: string }[]> {
  if (outputs.inboxUrl === undefined) return [];
  const messages = await takeMessages({ sqs }, outputs.inboxUrl, { isLocal });
  await putBackMessages({ sqs }, outputs.inboxUrl, messages);
  return messages.map(({ MessageId = "", Body = "", MessageAttributes }) => ({
    id: MessageAttributes?.notificationId?.StringValue ?? MessageId,
    text: Body,
  }));
}

async function readWaiting(clients: DlqClients, { outputs, isLocal }: Connection) {
  const queues = await findFailureQueues(clients, outputs.busName);
  const failed = await takeFailedEvents(clients, queues, { isLocal });
  await putBack(clients, failed);
  return failed.map(({ layer, event }) => ({ layer, bookingId: event?.detail?.bookingId }));
}
