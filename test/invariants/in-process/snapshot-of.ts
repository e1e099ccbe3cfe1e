import type { BusEvent, Message, Snapshot } from "../invariants.ts";
import type { State } from "./state.ts";
import type { StateSpace } from "./state-space.ts";
import { bus, inbox, type ReceivedMessage } from "./stores.ts";

/** A state in the form that the invariants check. */
export function snapshotOf(space: StateSpace, state: State): Snapshot {
  const bookings = space.contentsOf<{ bookingId: string; amount: number }>(state, "BookingTable");
  return {
    accepted: state.accepted.map(
      (id) => bookings.find(({ bookingId }) => bookingId === id) ?? { bookingId: id, amount: 0 },
    ),
    bookings: bookings as object[] as Snapshot["bookings"],
    payments: space.contentsOf(state, "PaymentTable"),
    flights: space.contentsOf(state, "SeatTable"),
    tickets: space.contentsOf(state, "TicketTable"),
    notifications: space.contentsOf(state, "NotificationTable"),
    inbox: space
      .contentsOf<ReceivedMessage>(state, inbox)
      .flatMap(({ message, times }) => Array<Message>(times).fill(message)),
    events: space.contentsOf(state, bus),
    deadLetters: state.failed.map((id) => {
      const { functionName, event } = space.delivery(id) as { functionName: string; event: Record<string, unknown> };
      return { functionName, event: { name: event["detail-type"], detail: event.detail } as BusEvent };
    }),
  };
}
