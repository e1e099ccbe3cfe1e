import { accountTime } from "../connection/account-time.ts";
import type { Connection } from "../connection/connection.ts";
import { duration, paint, say } from "../terminal/output.ts";
import { type BookingRequest, postBooking } from "./book.ts";
import { describeTraceEntry } from "./describe.ts";
import { type BookingResult, watchBooking } from "./watch-booking.ts";

/** Books, and prints what happens to the booking, as it happens. */
export async function showTrace(connection: Connection, request: BookingRequest): Promise<BookingResult> {
  const startedAt = Date.now();
  say(`Booking ${paint.bold(request.bookingId)}: ${request.customerId} on ${request.flightId} for ${request.amount}`);
  const watched = watchBooking(
    connection,
    {
      bookingId: request.bookingId,
      flightId: request.flightId,
      startedAt: await accountTime(connection),
      timeoutMs: connection.isLocal ? 20_000 : 60_000,
    },
    (entry) => {
      for (const line of describeTraceEntry(entry)) say(line);
    },
  );
  await postBooking(connection, request);
  const result = await watched;
  say(conclusion(request.bookingId, result, Date.now() - startedAt));
  return result;
}

function conclusion(bookingId: string, { ticketed, notified }: BookingResult, ms: number): string {
  if (ticketed && notified) return paint.green(`${bookingId} is ticketed, and the customer knows (${duration(ms)}).`);
  const missing = ticketed ? "the customer was not told" : "no ticket was issued";
  return paint.red(
    `${bookingId}: ${missing} within ${duration(ms)}. See how far it got: npx workshop trace ${bookingId}`,
  );
}
