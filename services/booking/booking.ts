import * as z from "zod";

const name = z.string().regex(/^[A-Za-z0-9-]{1,36}$/, "expected 1 to 36 letters, digits and hyphens");

/** The body of POST /bookings. Without a bookingId, the service creates one. */
export const bookingRequest = z.object({
  bookingId: name.optional(),
  customerId: name,
  flightId: name,
  amount: z.number().positive(),
});

export type BookingRequest = z.infer<typeof bookingRequest>;

/** A booking as the Booking service stores it. */
export interface Booking {
  bookingId: string;
  customerId: string;
  flightId: string;
  amount: number;
  status: "REQUESTED" | "TICKETED" | "CANCELLED";
  /** When it was requested, ISO 8601. Only while the booking is open: removed when it is ticketed or cancelled. */
  openSince?: string;
  /** Set when the booking is ticketed, like ticketNumber. */
  seat?: string;
  ticketNumber?: string;
  /** Set when the booking is cancelled. */
  reason?: string;
}

/** Whether two requests with the same id ask for the same booking. */
export function sameRequest(a: BookingRequest, b: BookingRequest): boolean {
  return a.customerId === b.customerId && a.flightId === b.flightId && a.amount === b.amount;
}
