import * as z from "zod";
import { expectation } from "../events/expectation.ts";

const text = z.string().min(1);

/** What Ticket reads from version 2 of SeatAssigned, from step 12 on. It still reads version 1, which a replay may deliver. */
//#region 12.1 State what Ticket needs from version 2
//- export const seatAssigned2 = expectation("SeatAssigned", { bookingId: text, customerId: text, flightId: text, seat: z.any() }, 2);
export const seatAssigned2 = expectation(
  "SeatAssigned",
  { bookingId: text, customerId: text, flightId: text, seat: z.object({ row: z.number(), letter: text }) },
  2,
);
//#endregion
