// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hints quote code as it is written

import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "9.1": {
    minutes: 10,
    hints: [
      "In charge-idempotent.ts: what is the same each time you charge for this booking, and different for every other booking? Step 5's ticket number had the same problem.",
      "In put-if-absent.ts: two runs may both look and find nothing. DynamoDB can check and write in one operation, as for the seat in step 4.",
      'const paymentId = `PAY-${bookingId}`; and ConditionExpression: "attribute_not_exists(bookingId)",',
    ],
    provedBy: ["services/payment/charge/charge-idempotent.test.ts", "services/put-if-absent.test.ts"],
  },
  "9.2": {
    minutes: 10,
    hints: [
      "stored[mark] tells whether an earlier run has set the mark. What does a run do that finds it set?",
      "The process may crash between any two lines. After which order does a retry still know that there is something to do?",
      "if (stored[mark]) return; then await publish(stored); then await setMark(stored, { key, attribute, mark });",
    ],
    provedBy: ["services/events/publish-once.test.ts"],
  },
  "9.3": {
    minutes: 15,
    hints: [
      "The table of step 7 says from which state each event leads: it is in `from`. DynamoDB can compare it with the item's #status.",
      "status is a reserved word in DynamoDB, so the condition says #status = :from. If it does not hold, ask of each case: can waiting help? Step 8 parks a PermanentFailure at once.",
      "Without a booking: throw new Error(…), which Lambda retries. With one: throw new PermanentFailure(…) that names the booking and its status.",
    ],
    provedBy: ["services/booking/change-state.test.ts"],
  },
  "9.4": {
    minutes: 10,
    hints: [
      "The other tests of this file show both handlers: handler releases, assign gives a seat. Call them in the wrong order.",
      "flight({}) is a flight with free seats. After both events, who holds a seat, and what was published?",
      'Expect that published(calls) has SeatReleased, and Object.values(table.items[0]!) does not contain "B123".',
    ],
    provedBy: ["services/seat-assignment/release/release-idempotent.test.ts"],
    faults: [
      {
        mistake: "a refusal is forgotten if the booking has no seat yet, so that it gets one later",
        file: "services/seat-assignment/release/release-idempotent.ts",
        find: ": refuse(flightId, bookingId, flight, released)",
        replace: ": true",
      },
      {
        mistake: "a refusal is kept, but no service is told, so that the customer is never refunded",
        file: "services/seat-assignment/release/release-idempotent.ts",
        find: "return released;",
        replace: "return { ...released, published: true };",
      },
    ],
  },
};
