// biome-ignore-all lint/suspicious/noTemplateCurlyInString: mistakes quote code as it is written

import type { Fault } from "../../steps/exercise.ts";

/**
 * What step 9 does so that nothing comes of repeats and crashes, each taken away alone. `npm run prove`
 * makes them one at a time, and a test of `step 9` in exhaustive.test.ts must fail each time.
 */
export const protections: readonly Fault[] = [
  {
    mistake: "an item is stored although there is one under its key",
    file: "services/put-if-absent.ts",
    find: 'ConditionExpression: "attribute_not_exists(bookingId)",',
    replace: "",
  },
  {
    mistake: "who comes second goes on with its own item, not with the first",
    file: "services/put-if-absent.ts",
    find: "return { ...item, ...first };",
    replace: "return { ...first, ...item };",
  },
  {
    mistake: "a booking changes its state from any state",
    file: "services/booking/change-state.ts",
    find: 'ConditionExpression: "#status = :from",',
    replace: 'ConditionExpression: "#status = :from OR attribute_exists(bookingId)",',
  },
  {
    mistake: "a booking that is where the event takes it counts as a mistake",
    file: "services/booking/change-state.ts",
    find: "if (booking?.status === to) return booking;",
    replace: "",
  },
  {
    mistake: "a payment's id is another one each time",
    file: "services/payment/charge/charge-idempotent.ts",
    find: "`PAY-${bookingId}`",
    replace: "`PAY-${crypto.randomUUID()}`",
  },
  {
    mistake: "a refund's id is another one each time",
    file: "services/payment/refund/refund-idempotent.ts",
    find: "`REF-${bookingId}`",
    replace: "`REF-${crypto.randomUUID()}`",
  },
  {
    mistake: "a seat is given to a booking that was answered since we looked",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: "attribute_not_exists(#answer) AND (attribute_not_exists(#seat) OR #seat = :bookingId)",
    replace: "attribute_not_exists(#seat) OR #seat = :bookingId",
  },
  {
    mistake: "a seat is given although somebody has it",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: "attribute_not_exists(#answer) AND (attribute_not_exists(#seat) OR #seat = :bookingId)",
    replace: "attribute_not_exists(#answer)",
  },
  {
    mistake: "a booking is turned away that was answered since we looked",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: 'ConditionExpression: "attribute_not_exists(#answer)",',
    replace: "",
  },
  {
    mistake: "nobody notes that a booking was turned away",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: "turnAway(booking, answer)",
    replace: "true",
  },
  {
    mistake: "nobody looks whether the customer was told already",
    file: "services/notification/send/send-idempotent.ts",
    find: "if (await wasSent({ bookingId, notificationId })) return;",
    replace: "",
  },
  {
    mistake: "each message to the customer has an id of its own",
    file: "services/notification/send/send-idempotent.ts",
    find: "`${outcome.name}-${bookingId}`",
    replace: "`${outcome.name}-${crypto.randomUUID()}`",
  },
  {
    mistake: "seat-assignment/assign-idempotent publishes what it stored only the first time",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: "if (stored) return stored as Event;",
    replace: 'if (stored) throw new Error("answered already");',
  },
  ...(
    [
      "booking/api/api-idempotent",
      "payment/charge/charge-idempotent",
      "payment/refund/refund-idempotent",
      "ticket/issue/issue-idempotent",
    ] as const
  ).flatMap((handler) => [
    {
      mistake: `${handler} publishes what it stored only the first time`,
      file: `services/${handler}.ts`,
      find: "await putEvent(stored.event);",
      replace:
        "if (stored.event.detail.metadata.eventId === outgoing.detail.metadata.eventId) await putEvent(stored.event);",
    },
    {
      mistake: `${handler} publishes a new event each time, not the stored one`,
      file: `services/${handler}.ts`,
      find: "await putEvent(stored.event);",
      replace: "await putEvent(outgoing);",
    },
  ]),
  {
    mistake: "booking/cancel/cancel-idempotent publishes what it stored only the first time",
    file: "services/booking/cancel/cancel-idempotent.ts",
    find: "await putEvent(booking.cancelEvent ?? outgoing);",
    replace:
      "if (booking.cancelEvent?.detail.metadata.eventId === outgoing.detail.metadata.eventId) await putEvent(outgoing);",
  },
  {
    mistake: "booking/cancel/cancel-idempotent publishes a new event each time, not the stored one",
    file: "services/booking/cancel/cancel-idempotent.ts",
    find: "await putEvent(booking.cancelEvent ?? outgoing);",
    replace: "await putEvent(outgoing);",
  },
];
