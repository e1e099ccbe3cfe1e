import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { type OpenBooking, type OpenBookings, readOpenBookings } from "../bookings/open-bookings.ts";
import { accountTime } from "../connection/account-time.ts";
import { clientsOf } from "../connection/clients.ts";
import { type Connection, connect } from "../connection/connection.ts";
import { Failure } from "../terminal/failure.ts";
import { duration, note, oneLine, paint, say, sayJson, table } from "../terminal/output.ts";

interface StuckOptions {
  aws?: boolean;
  json?: boolean;
}

/** How many bookings are listed. */
const listed = 10;

/** `npx workshop stuck`: shows the open bookings, the oldest first, and the state of step 11's alarm on their age. */
export async function stuck(options: StuckOptions): Promise<void> {
  const connection = await connect(options);
  const { bookingTable, oldestBookingAlarm } = connection.outputs;
  if (bookingTable === undefined) {
    throw new Failure("There are no bookings yet: step 2 adds them.", "Go there: npx workshop begin 2");
  }
  const found = await readOpenBookings(clientsOf(connection), bookingTable);
  const now = await accountTime(connection);
  const alarm = oldestBookingAlarm && (await alarmState(connection, oldestBookingAlarm));
  if (options.json) return sayJson({ alarm, ...found, bookings: found.bookings.map((one) => withAge(one, now)) });

  if (alarm) say(`Alarm ${oldestBookingAlarm}: ${alarm === "ALARM" ? paint.red(alarm) : alarm}`);
  for (const line of describe(found, now)) say(line);
  if (!found.fromIndex) {
    note("\nThis read the whole table. Step 11 adds an index of the open bookings, and an alarm on their age.");
  }
  if (found.bookings[0]) {
    note(`\nFollow one: npx workshop trace ${oneLine(found.bookings[0].bookingId)}${options.aws ? " --aws" : ""}`);
  }
}

/** With its age in seconds. */
function withAge({ bookingId, openSince, expiredAt }: OpenBooking, now: number) {
  return { bookingId, openSince, expiredAt, age: openSince && (now - Date.parse(openSince)) / 1000 };
}

function describe({ bookings }: OpenBookings, now: number): string[] {
  if (bookings.length === 0) return ["No booking is open."];
  const rows = bookings.slice(0, listed).map(({ bookingId, openSince, expiredAt }) => {
    const age = openSince
      ? `open for ${duration(Math.max(0, now - Date.parse(openSince)))}`
      : "open, nobody knows since when";
    return [bookingId, age, expiredAt ? `expired ${duration(now - Date.parse(expiredAt))} ago` : ""];
  });
  const more = bookings.length - rows.length;
  const head =
    bookings.length === 1 ? "One booking is open:" : `${bookings.length} bookings are open, the oldest first:`;
  return [head, ...table(rows), ...(more > 0 ? [`  and ${more} more`] : [])];
}

async function alarmState({ client }: Connection, name: string): Promise<string> {
  const { MetricAlarms } = await new CloudWatchClient(client).send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return MetricAlarms?.[0]?.StateValue ?? "does not exist";
}
