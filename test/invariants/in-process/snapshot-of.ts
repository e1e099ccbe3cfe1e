import type { BusEvent, Message, Snapshot } from "../snapshot.ts";
import { now } from "./handler-runner.ts";
import type { State } from "./state.ts";
import type { StateSpace } from "./state-space.ts";
import { bus, inbox, type PublishedEvent, type ReceivedMessage } from "./stores.ts";
import { consumersIn } from "./wiring.ts";

const oneHour = 60 * 60 * 1000;

/** A state in the form that the invariants check, an hour later: every deadline is over. */
export function snapshotOf(space: StateSpace, state: State): Snapshot {
  const tables = Object.fromEntries(
    space.wiring.tables.map(({ name }) => [name, space.contentsOf<Record<string, unknown>>(state, name)]),
  );
  const bookings = tables.BookingTable as { bookingId: string; amount: number }[];
  return {
    now: now.getTime() + oneHour,
    accepted: state.accepted.map(
      (id) => bookings.find(({ bookingId }) => bookingId === id) ?? { bookingId: id, amount: 0 },
    ),
    tables,
    inbox: space
      .contentsOf<ReceivedMessage>(state, inbox)
      .flatMap(({ message, times }) => Array<Message>(times).fill(message)),
    events: space
      .contentsOf<PublishedEvent>(state, bus)
      .flatMap(({ event, times }) => Array<BusEvent>(times).fill(event)),
    deadLetters: state.failed.flatMap((id) => {
      const { functionName, event } = space.delivery(id) as { functionName: string; event: Record<string, unknown> };
      // A request and a tick are no events.
      if (!event["detail-type"]) return [];
      return {
        functionName,
        event: { source: event.source, name: event["detail-type"], detail: event.detail } as BusEvent,
      };
    }),
    consumersOf: consumersIn(space.wiring),
    interruptions: state.interruptions,
  };
}
