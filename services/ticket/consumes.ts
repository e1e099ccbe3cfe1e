import * as z from "zod";
import type { Expectation } from "../events/expectation.ts";

const text = z.string().min(1);
const booking = { bookingId: text, customerId: text, flightId: text };

/** What Ticket reads from other services' events. Version 1 is for replayed events from the archive. */
export const consumes: Expectation[] = [
  //#region 12.1 State what Ticket needs from SeatAssigned
  { event: "SeatAssigned", version: 1, schema: z.object({ ...booking, seat: text }) },
  {
    event: "SeatAssigned",
    version: 2,
    schema: z.object({ ...booking, seat: z.object({ row: z.number(), letter: text }) }),
  },
  //#endregion
];
