import * as z from "zod";
import { expectation } from "../events/expectation.ts";

const text = z.string().min(1);
const booking = { bookingId: text, customerId: text };

/** What Points reads: the seat, which decides the points, and the points, which decide the reward. */
export const ticketIssued = expectation("TicketIssued", { ...booking, seat: text });
export const pointsEarned = expectation("PointsEarned", { ...booking, points: z.number() });
