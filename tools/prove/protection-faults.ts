// biome-ignore-all lint/suspicious/noTemplateCurlyInString: source code in strings

import type { Fault } from "../../steps/exercise.ts";

/**
 * Each removes one protection of step 9 against repeats and crashes. `npm run prove` applies them one at a
 * time, and expects a test of `step 9` in exhaustive.test.ts to fail.
 */
export const protections: readonly Fault[] = [
  {
    mistake: "an existing item is overwritten",
    file: "services/put-if-absent.ts",
    find: 'ConditionExpression: "attribute_not_exists(bookingId)",',
    replace: "",
  },
  {
    mistake: "a second run continues with its own item, not with the stored one",
    file: "services/put-if-absent.ts",
    find: "return { ...item, ...first };",
    replace: "return { ...first, ...item };",
  },
  {
    mistake: "a booking can change its state from any state",
    file: "services/booking/change-state.ts",
    find: 'ConditionExpression: "#status = :from",',
    replace: 'ConditionExpression: "#status = :from OR attribute_exists(bookingId)",',
  },
  {
    mistake: "a booking that already has the new state causes an error",
    file: "services/booking/change-state.ts",
    find: "if (booking?.status === to) return booking;",
    replace: "",
  },
  {
    mistake: "a payment gets a new id each time",
    file: "services/payment/charge/charge-idempotent.ts",
    find: "`PAY-${bookingId}`",
    replace: "`PAY-${crypto.randomUUID()}`",
  },
  {
    mistake: "a refund gets a new id each time",
    file: "services/payment/refund/refund-idempotent.ts",
    find: "`REF-${bookingId}`",
    replace: "`REF-${crypto.randomUUID()}`",
  },
  {
    mistake: "a seat is assigned to a booking that got its answer after the read",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: "attribute_not_exists(#answer) AND (attribute_not_exists(#seat) OR #seat = :bookingId)",
    replace: "attribute_not_exists(#seat) OR #seat = :bookingId",
  },
  {
    mistake: "a taken seat is assigned again",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: "attribute_not_exists(#answer) AND (attribute_not_exists(#seat) OR #seat = :bookingId)",
    replace: "attribute_not_exists(#answer)",
  },
  {
    mistake: "a booking is rejected that got its answer after the read",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: 'ConditionExpression: "attribute_not_exists(#answer)",',
    replace: "",
  },
  {
    mistake: "a booking's rejection is not stored",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: "turnAway(booking, answer)",
    replace: "true",
  },
  {
    mistake: "sent notifications are not looked up",
    file: "services/notification/send/send-idempotent.ts",
    find: "if (await wasSent({ bookingId, notificationId })) return;",
    replace: "",
  },
  {
    mistake: "each message to the customer has a new id",
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
