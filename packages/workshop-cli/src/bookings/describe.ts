import { duration, oneLine, paint } from "../terminal/output.ts";
import type { TraceEntry } from "./watch-booking.ts";

/** A trace entry as lines for the terminal. */
export function describeTraceEntry(entry: TraceEntry): string[] {
  if (entry.kind === "notified") return [`${left("")}${paint.green("the customer reads:")} ${oneLine(entry.message)}`];
  if (entry.kind === "stored") {
    return entry.stored.flatMap(({ table, items }) =>
      items.map((item) => `${left("")}${paint.dim("wrote")} ${table}: ${itemInWords(item)}`),
    );
  }
  const { event, listeners, atMs } = entry;
  const name = oneLine(event["detail-type"]).padEnd(16);
  const deliveries = listeners.map(({ rule, function: consumer }) => `${rule} → ${paint.cyan(consumer)}`);
  const [first = paint.dim("nobody listens"), ...others] = deliveries;
  return [
    `${left(`+${duration(atMs)}`)}${paint.bold(name)}  ${first}`,
    ...others.map((delivery) => `${left("")}${" ".repeat(name.length)}  ${delivery}`),
  ];
}

/** The time column on the left. */
function left(text: string): string {
  return text.padStart(9).padEnd(11);
}

/** Omits what every line would repeat and, from step 9 on, the event stored with the item. Cuts long IDs. */
function itemInWords(item: Record<string, unknown>): string {
  const { bookingId: _, customerId: __, flightId: ___, text: ____, subject: _____, ...rest } = item;
  return Object.entries(rest)
    .filter(([, value]) => typeof value !== "object")
    .map(([name, value]) => `${oneLine(name)} ${oneLine(short(String(value)))}`)
    .join(", ");
}

function short(text: string): string {
  return text.length > 20 ? `${text.slice(0, 12)}…` : text;
}
