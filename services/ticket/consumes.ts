import * as z from "zod";
import type { Expectation } from "../events/expectation.ts";

const text = z.string().min(1);
const booking = { bookingId: text, customerId: text, flightId: text };

/** What Ticket reads of others' events. Version 1 is for events out of the archive. */
export const expects: Expectation[] = [
  //#region 12.1 State what Ticket needs from SeatAssigned
  { event: "SeatAssigned", version: 1, needs: z.object({ ...booking, seat: text }) },
  {
    event: "SeatAssigned",
    version: 2,
    needs: z.object({ ...booking, seat: z.object({ row: z.number(), letter: text }) }),
  },
  //#endregion
];
