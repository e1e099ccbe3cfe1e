import type { BusEvent, Message, Snapshot } from "../promises.ts";
import type { Engine } from "./engine.ts";
import type { Moment } from "./moment.ts";
import { bus, inbox, type Told } from "./world.ts";

/** A story's end, as the promises look at it. */
export function snapshotOf(engine: Engine, moment: Moment): Snapshot {
  const bookings = engine.part<{ bookingId: string; amount: number }>(moment, "BookingTable");
  return {
    accepted: moment.accepted.map(
      (id) => bookings.find(({ bookingId }) => bookingId === id) ?? { bookingId: id, amount: 0 },
    ),
    bookings: bookings as object[] as Snapshot["bookings"],
    payments: engine.part(moment, "PaymentTable"),
    flights: engine.part(moment, "SeatTable"),
    tickets: engine.part(moment, "TicketTable"),
    notifications: engine.part(moment, "NotificationTable"),
    inbox: engine.part<Told>(moment, inbox).flatMap(({ message, times }) => Array<Message>(times).fill(message)),
    events: engine.part(moment, bus),
    deadLetters: moment.failed.map((number) => {
      const { functionName, event } = engine.delivery(number) as {
        functionName: string;
        event: Record<string, unknown>;
      };
      return { functionName, event: { name: event["detail-type"], detail: event.detail } as BusEvent };
    }),
  };
}
