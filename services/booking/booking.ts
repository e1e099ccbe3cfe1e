import * as z from "zod";

const name = z.string().regex(/^[A-Za-z0-9-]{1,36}$/, "expected 1 to 36 letters, digits and hyphens");

/** What a caller asks for. Who names no id gets one. */
export const bookingRequest = z.object({
  bookingId: name.optional(),
  customerId: name,
  flightId: name,
  amount: z.number().positive(),
});

export type BookingRequest = z.infer<typeof bookingRequest>;

/** What the Booking service stores. */
export interface Booking {
  bookingId: string;
  customerId: string;
  flightId: string;
  amount: number;
  status: "REQUESTED" | "TICKETED" | "CANCELLED";
  /** Once the booking is ticketed. */
  seat?: string;
  ticketNumber?: string;
  /** Once the booking is cancelled: why. */
  reason?: string;
}

/** Whether a second request under the same id asks for what the first one asked for. */
export function sameRequest(a: BookingRequest, b: BookingRequest): boolean {
  return a.customerId === b.customerId && a.flightId === b.flightId && a.amount === b.amount;
}
