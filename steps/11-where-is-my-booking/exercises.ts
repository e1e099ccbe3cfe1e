import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "11.1": {
    minutes: 5,
    hints: [
      "Every event names its booking, and its metadata has the correlation id of the request that started it all.",
      "keysOf returns the keys that every log line of the run gets. `bookingId` and `metadata` come from event.detail, in the line above.",
      "bookingId, and correlationId: metadata?.correlationId,",
    ],
    provedBy: ["services/observe.test.ts"],
  },
  "11.2": {
    minutes: 15,
    hints: [
      "began and ended are counts per minute. How do you calculate the number of unfinished bookings from them?",
      "All that began minus all that ended. A minute in which no booking ended has no value at all: FILL(ended, 0) makes it 0.",
      'RUNNING_SUM adds up a series from its first minute on: "RUNNING_SUM(FILL(began, 0) - FILL(ended, 0))"',
    ],
    provedBy: ["steps/11-where-is-my-booking/infra.test.ts", "steps/11-where-is-my-booking/flow.test.ts"],
  },
  "11.3": {
    minutes: 10,
    hints: [
      "The log has every event of every booking. You want one line per booking, with its last event.",
      "stats latest(event) as lastEvent by booking makes that line. Then filter: which last events are final?",
      'filter lastEvent not in ["TicketIssued", "BookingCancelled"]. Add latest(@timestamp) as at to stats, because the last line sorts by it.',
    ],
    provedBy: ["steps/11-where-is-my-booking/flow.test.ts"],
  },
  "11.4": {
    minutes: 10,
    hints: [
      "Observing must not change behavior: a handler that fails must still fail. And the log line must say more than that something failed.",
      'observedConsumer takes any handler. Give it one that rejects, call it with event("BookingCreated") and run.',
      'expect(failing(…)).rejects.toThrow("…"), then lines[0] toMatchObject { level: "ERROR", bookingId: "B123", error: { message: "…" } }',
    ],
    provedBy: ["services/observe.test.ts"],
    faults: [
      {
        mistake: "an error is logged but not rethrown, so Lambda considers the event handled",
        file: "services/observe.ts",
        find: "throw error;",
        replace: "return undefined as Answer;",
      },
      {
        mistake: "the log says that a handler failed, but not why",
        file: "services/observe.ts",
        find: 'logger.error("failed", error as Error);',
        replace: 'logger.error("failed");',
      },
    ],
  },
};
