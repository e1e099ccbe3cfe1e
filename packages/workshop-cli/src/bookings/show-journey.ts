import { accountTime } from "../connection/account-time.ts";
import type { Connection } from "../connection/connection.ts";
import { duration, paint, say } from "../terminal/output.ts";
import { type BookingRequest, postBooking } from "./book.ts";
import { describeHappening } from "./describe.ts";
import { type Arrival, watchBooking } from "./watch-booking.ts";

/** Books, and prints the booking's way hop by hop as it happens. */
export async function showJourney(connection: Connection, request: BookingRequest): Promise<Arrival> {
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
    (happening) => {
      for (const line of describeHappening(happening)) say(line);
    },
  );
  await postBooking(connection, request);
  const arrival = await watched;
  say(conclusion(request.bookingId, arrival, Date.now() - startedAt));
  return arrival;
}

function conclusion(bookingId: string, { ticketed, notified }: Arrival, ms: number): string {
  if (ticketed && notified) return paint.green(`${bookingId} is ticketed, and the customer knows (${duration(ms)}).`);
  const missing = ticketed ? "the customer was not told" : "no ticket was issued";
  return paint.red(
    `${bookingId}: ${missing} within ${duration(ms)}. See how far it got: npx workshop trace ${bookingId}`,
  );
}
