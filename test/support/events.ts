import type { EventBridgeEvent } from "aws-lambda";
import { contracts, type EventName, type Fields } from "../../services/events/contracts.ts";

/** Booking B123, the running example. */
export const booking = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 };
const { amount: _, ...booked } = booking;

const examples: { [Name in EventName]: Fields<Name> } = {
  BookingCreated: booking,
  PaymentConfirmed: { status: "SUCCESS", ...booking, paymentId: "PAY001" },
  PaymentFailed: {
    status: "FAILED",
    reason: "The amount 1200 is above the limit of 1000",
    ...booking,
    paymentId: "PAY001",
  },
  SeatAssigned: { ...booked, seat: "12A" },
  SeatUnavailable: { ...booked, reason: "Flight FLIGHT001 is full" },
  TicketIssued: { ...booked, seat: "12A", ticketNumber: "TKT-B123" },
  PaymentRefunded: {
    status: "REFUNDED",
    reason: "Flight FLIGHT001 is full",
    ...booking,
    paymentId: "REF001",
    refunds: "PAY001",
  },
  BookingCancelled: { bookingId: "B123", customerId: "CUST001", reason: "Flight FLIGHT001 is full" },
};

/** An event as EventBridge delivers it to a function. Default: about booking B123. */
export function event(name: EventName, fields: object = {}): EventBridgeEvent<string, unknown> {
  return {
    version: "0",
    id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    account: "000000000000",
    region: "us-east-1",
    time: "2026-01-01T12:00:00Z",
    resources: [],
    source: contracts[name].source,
    "detail-type": name,
    detail: { ...examples[name], metadata: { ...metadata, version: contracts[name].version }, ...fields },
  };
}

export const metadata = {
  eventId: "event-1",
  version: 1,
  correlationId: "request-1",
  causationId: "event-0",
  occurredAt: "2026-01-01T12:00:00.000Z",
};
