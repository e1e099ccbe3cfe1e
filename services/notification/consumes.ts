import * as z from "zod";
import type { Expectation } from "../events/expectation.ts";

const text = z.string().min(1);
const booking = { bookingId: text, customerId: text };

/** What Notification reads of others' events: what it tells the customer. */
export const expects: Expectation[] = [
  {
    event: "TicketIssued",
    version: 1,
    needs: z.object({ ...booking, flightId: text, seat: text, ticketNumber: text }),
  },
  { event: "BookingCancelled", version: 1, needs: z.object({ ...booking, reason: text }) },
];
