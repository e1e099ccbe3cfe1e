import * as z from "zod";
import { metadata } from "./metadata.ts";

const id = z.string().min(1);
const amount = z.number().positive();
const booking = { bookingId: id, customerId: id, flightId: id };

/** Every event of the choreography: the source that publishes it, and its fields. Each rule is named after its event. */
export const contracts = {
  BookingCreated: contract("aircraft.booking", { ...booking, amount }),
  PaymentConfirmed: contract("aircraft.payment", { status: z.literal("SUCCESS"), ...booking, paymentId: id, amount }),
  PaymentFailed: contract("aircraft.payment", {
    status: z.literal("FAILED"),
    reason: z.string(),
    ...booking,
    paymentId: id,
    amount,
  }),
  SeatAssigned: contract("aircraft.seat-assignment", { ...booking, seat: id }),
  SeatUnavailable: contract("aircraft.seat-assignment", { ...booking, reason: z.string() }),
  TicketIssued: contract("aircraft.ticket", { ...booking, seat: id, ticketNumber: id }),
  PaymentRefunded: contract("aircraft.payment", {
    status: z.literal("REFUNDED"),
    reason: z.string(),
    ...booking,
    paymentId: id,
    /** The id of the refunded payment. */
    refunds: id,
    amount,
  }),
  BookingCancelled: contract("aircraft.booking", { bookingId: id, customerId: id, reason: z.string() }),
};

export type EventName = keyof typeof contracts;
/** An event's detail without its metadata. */
export type Fields<Name extends EventName> = Omit<Detail<Name>, "metadata">;
/** An event's complete detail, metadata included. */
export type Detail<Name extends EventName> = z.infer<(typeof contracts)[Name]["detail"]>;

function contract<Shape extends z.ZodRawShape>(source: string, fields: Shape) {
  return { source, version: 1, detail: z.object({ ...fields, metadata }) };
}
