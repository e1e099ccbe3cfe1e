import { duration, paint } from "../terminal/output.ts";
import type { Happening } from "./watch-booking.ts";

/** A happening as lines for the terminal. */
export function describeHappening(happening: Happening): string[] {
  if (happening.kind === "notified") return [`${left("")}${paint.green("the customer reads:")} ${happening.message}`];
  if (happening.kind === "stored") {
    return happening.stored.flatMap(({ table, items }) =>
      items.map((item) => `${left("")}${paint.dim("wrote")} ${table}: ${itemInWords(item)}`),
    );
  }
  const { event, listeners, atMs } = happening;
  const name = event["detail-type"].padEnd(16);
  const ways = listeners.map(({ rule, function: consumer }) => `${rule} → ${paint.cyan(consumer)}`);
  const [first = paint.dim("nobody listens"), ...others] = ways;
  return [
    `${left(`+${duration(atMs)}`)}${paint.bold(name)}  ${first}`,
    ...others.map((way) => `${left("")}${" ".repeat(name.length)}  ${way}`),
  ];
}

/** The column on the left, for the time. */
function left(text: string): string {
  return text.padStart(9).padEnd(11);
}

/** What every line would repeat is left out, and so is the event that is kept with an item from step 9 on; long ids are cut. */
function itemInWords(item: Record<string, unknown>): string {
  const { bookingId: _, customerId: __, flightId: ___, text: ____, subject: _____, ...telling } = item;
  return Object.entries(telling)
    .filter(([, value]) => typeof value !== "object")
    .map(([name, value]) => `${name} ${short(String(value))}`)
    .join(", ");
}

function short(text: string): string {
  return text.length > 20 ? `${text.slice(0, 12)}…` : text;
}
