import * as z from "zod";
import type { Expectation } from "../events/expectation.ts";

const text = z.string().min(1);
const booking = { bookingId: text, customerId: text };

/** What Notification reads from other services' events: what it writes to the customer. */
export const consumes: Expectation[] = [
  {
    event: "TicketIssued",
    version: 1,
    schema: z.object({ ...booking, flightId: text, seat: text, ticketNumber: text }),
  },
  { event: "BookingCancelled", version: 1, schema: z.object({ ...booking, reason: text }) },
];
