import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "11.1": {
    minutes: 5,
    hints: [
      "Every event says which booking it is about, and its metadata says which request it all began with.",
      "keysOf returns what every log line of the run says. `bookingId` and `metadata` are taken out of event.detail above.",
      "bookingId, and correlationId: metadata?.correlationId,",
    ],
    provedBy: ["services/observe.test.ts"],
  },
  "11.2": {
    minutes: 15,
    hints: [
      "began and ended count per minute. What is the number of bookings that are not at their end yet?",
      "All that began less all that ended. A minute in which nothing ended has no value at all: FILL(ended, 0) makes it 0.",
      'RUNNING_SUM adds a series up from its first minute on: "RUNNING_SUM(FILL(began, 0) - FILL(ended, 0))"',
    ],
    provedBy: ["steps/11-where-is-my-booking/infra.test.ts", "steps/11-where-is-my-booking/flow.test.ts"],
  },
  "11.3": {
    minutes: 10,
    hints: [
      "The log has every event of every booking. You want one line for each booking, with the last of its events.",
      "stats latest(event) as lastEvent by booking makes that line. Then filter: which last events are an end?",
      'filter lastEvent not in ["TicketIssued", "BookingCancelled"]; and latest(@timestamp) as at, for the line below.',
    ],
    provedBy: ["steps/11-where-is-my-booking/flow.test.ts"],
  },
  "11.4": {
    minutes: 10,
    hints: [
      "Observing must change nothing: what failed before fails still. And the line must say more than that something failed.",
      'observedConsumer takes any handler. Give it one that rejects, call it with event("BookingCreated") and run.',
      'expect(failing(…)).rejects.toThrow("…"), then lines[0] toMatchObject { level: "ERROR", bookingId: "B123", error: { message: "…" } }',
    ],
    provedBy: ["services/observe.test.ts"],
    faults: [
      {
        mistake: "an error is logged and then forgotten, so that Lambda takes the event for handled",
        file: "services/observe.ts",
        find: "throw error;",
        replace: "return undefined as Answer;",
      },
      {
        mistake: "the log says that a handler failed, and not why",
        file: "services/observe.ts",
        find: 'logger.error("failed", error as Error);',
        replace: 'logger.error("failed");',
      },
    ],
  },
};
