import type { Connection } from "../connection/connection.ts";
import { signedFetch } from "../connection/signed-fetch.ts";

/** Whether the Booking service has a booking with this ID. */
export async function isBooked({ client, outputs }: Connection, bookingId: string): Promise<boolean> {
  const answer = await signedFetch(client, `${outputs.bookingUrl}bookings/${bookingId}`, { method: "GET" });
  await answer.arrayBuffer();
  return answer.status === 200;
}
