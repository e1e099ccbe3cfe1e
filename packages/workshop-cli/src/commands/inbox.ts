import { readInbox } from "../bookings/inbox.ts";
import { clientsOf } from "../connection/clients.ts";
import { connect } from "../connection/connection.ts";
import { Failure } from "../terminal/failure.ts";
import { oneLine, paint, say, sayJson } from "../terminal/output.ts";

/** `npx workshop inbox [B123]`: shows the customer's messages, oldest first. They stay in the inbox. */
export async function inbox(bookingId: string | undefined, options: { aws?: boolean; json?: boolean }): Promise<void> {
  const connection = await connect(options);
  const { inboxUrl } = connection.outputs;
  if (!inboxUrl) throw new Failure("The customer has no inbox yet.", "Step 6 adds it: npx workshop begin 6");
  const messages = await readInbox(clientsOf(connection), inboxUrl, connection);
  const shown = messages.filter(({ text }) => bookingId === undefined || text.includes(bookingId));
  if (options.json) return sayJson(shown);
  if (shown.length === 0) return say(bookingId ? `The inbox has nothing about ${bookingId}.` : "The inbox is empty.");
  for (const { at, text } of shown) say(`${paint.dim(at)}  ${oneLine(text)}`);
}
