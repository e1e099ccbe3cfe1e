// biome-ignore-all lint/suspicious/noTemplateCurlyInString: source code in strings

import type { Fault } from "../../steps/exercise.ts";

/** A mistake that removes one protection against repeats, crashes and races. */
export interface Protection extends Fault {
  /** The tests of this step in test/invariants/exhaustive must notice it. */
  step: number;
}

/** From step 9 on: every event may come twice, in any order, and every run may crash. */
const repeats: readonly Fault[] = [
  {
    mistake: "an existing item is overwritten",
    file: "services/put-if-absent.ts",
    find: 'ConditionExpression: "attribute_not_exists(bookingId)",',
    replace: "",
  },
  {
    mistake: "a second run continues with its own item, not with the stored one",
    file: "services/put-if-absent.ts",
    find: "...(first as Item) };",
    replace: "...(first as Item), ...item };",
  },
  {
    mistake: "an event is published again on every repeat",
    file: "services/events/publish-once.ts",
    find: "if (stored[mark]) return;",
    replace: "",
  },
  {
    mistake: "an event is never marked as published",
    file: "services/events/publish-once.ts",
    find: "  await setMark(stored, { key, attribute, mark });",
    replace: "",
  },
  {
    mistake: "an event is marked before it is published",
    file: "services/events/publish-once.ts",
    find: "  await publish(stored);\n  await setMark(stored, { key, attribute, mark });",
    replace: "  await setMark(stored, { key, attribute, mark });\n  await publish(stored);",
  },
  {
    mistake: "the mark is set on whatever event the item has by now",
    file: "services/events/publish-once.ts",
    find: 'ConditionExpression: "#event.detail = :detail",',
    replace: 'ConditionExpression: "#event.detail = :detail OR attribute_exists(#event)",',
  },
  {
    mistake: "a repeated request publishes only what it stored itself",
    file: "services/booking/api/api-idempotent.ts",
    find: 'if (stored.status === "REQUESTED") await announce(stored);',
    replace: "if (stored.event.detail === event.detail) await announce(stored);",
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
    find: "if (booking?.status === to) return booking as StoredBooking;",
    replace: "",
  },
  {
    mistake: "a repeat publishes a new BookingCancelled, not the stored one",
    file: "services/booking/cancel/cancel-idempotent.ts",
    find: "event: booking.event ?? cancelled };",
    replace: "event: cancelled };",
  },
  {
    mistake: "a payment gets a new id, and the provider a new key, each time",
    file: "services/payment/charge/charge-idempotent.ts",
    find: "`PAY-${bookingId}`",
    replace: "`PAY-${crypto.randomUUID()}`",
  },
  {
    mistake: "a payment that is stored is not published any more",
    file: "services/payment/charge/charge-idempotent.ts",
    find: "if (!stored) {",
    replace: "if (stored) return;\n  {",
  },
  {
    mistake: "a second charge publishes its own event, not the stored one",
    file: "services/payment/charge/charge-idempotent.ts",
    find: "stored = await putIfAbsent<Stored<Payment>>({ ...payment, event: complete(outgoing) }, key);",
    replace:
      "stored = { ...payment, event: complete(outgoing) };\n    await putIfAbsent<Stored<Payment>>(stored, key);",
  },
  {
    mistake: "a refund gets a new id each time",
    file: "services/payment/refund/refund-idempotent.ts",
    find: "`REF-${bookingId}`",
    replace: "`REF-${crypto.randomUUID()}`",
  },
  {
    mistake: "a refund that is stored is not published any more",
    file: "services/payment/refund/refund-idempotent.ts",
    find: "if (!stored) {",
    replace: "if (stored) return;\n  {",
  },
  {
    mistake: "a second refund publishes its own event, not the stored one",
    file: "services/payment/refund/refund-idempotent.ts",
    find: "stored = await putIfAbsent<Stored<Refund>>({ ...refund, event: outgoing }, key);",
    replace: "stored = { ...refund, event: outgoing };\n    await putIfAbsent<Stored<Refund>>(stored, key);",
  },
  {
    mistake: "a payment is refunded in our own table only",
    file: "services/payment/refund/refund-idempotent.ts",
    find: "const amount = await cancelCharge(paymentId);",
    replace: "const amount: number = 300;",
  },
  {
    mistake: "the provider does not note that it has paid back",
    file: "services/payment-provider/charges.ts",
    find: 'UpdateExpression: "SET cancelled = :yes",',
    replace: 'UpdateExpression: "SET seen = :yes",',
  },
  {
    mistake: "a booking that has its answer gets an error instead",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: "if (stored) return stored;",
    replace: 'if (stored) throw new Error("answered already");',
  },
  {
    mistake: "a seat is assigned to a booking that got its answer after the read",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: '"attribute_not_exists(#answer) AND attribute_not_exists(#release) AND " +',
    replace: '"attribute_not_exists(#release) AND " +',
  },
  {
    mistake: "a taken seat is assigned again",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: '"(attribute_not_exists(#seat) OR #seat = :bookingId)",',
    replace: '"(attribute_not_exists(#seat) OR attribute_exists(#seat))",',
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
    mistake: "a booking whose seat was released gets an error instead of the stored answer",
    file: "services/seat-assignment/release/release-idempotent.ts",
    find: "if (stored) return stored;",
    replace: 'if (stored) throw new Error("released already");',
  },
  {
    mistake: "two runs release a booking's seat, each with its own event",
    file: "services/seat-assignment/release/release-idempotent.ts",
    find: 'ConditionExpression: "attribute_not_exists(#release) AND #seat = :bookingId",',
    replace: 'ConditionExpression: "#seat = :bookingId OR attribute_not_exists(#seat)",',
  },
  {
    mistake: "a ticket is decided again each time",
    file: "services/ticket/decision.ts",
    find: "if (stored.status) return stored;",
    replace: "if (stored.status) return decision;",
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
];

/** From step 11 on: a booking may expire at any moment. */
const deadline: readonly Fault[] = [
  {
    mistake: "an ended booking expires",
    file: "services/booking/expire/store-expiry.ts",
    find: 'ConditionExpression: "#status = :requested AND attribute_not_exists(expiredAt)",',
    replace:
      'ConditionExpression: "(#status = :requested OR attribute_exists(bookingId)) AND attribute_not_exists(expiredAt)",',
  },
  {
    mistake: "two ticks store two BookingExpired",
    file: "services/booking/expire/store-expiry.ts",
    find: 'ConditionExpression: "#status = :requested AND attribute_not_exists(expiredAt)",',
    replace: 'ConditionExpression: "#status = :requested",',
  },
  {
    mistake: "BookingExpired that is stored is not published any more",
    file: "services/booking/expire/store-expiry.ts",
    find: 'return current?.status === "REQUESTED" ? current : undefined;',
    replace: "return undefined;",
  },
  {
    mistake: "a ticket is refused, though it was issued",
    file: "services/ticket/refuse/refuse.ts",
    find: "await decideOnce(rejected(booking, metadata), metadata);",
    replace: "rejected(booking, metadata);",
  },
  {
    mistake: "a ticket is issued, though it was refused",
    file: "services/ticket/issue/issue-idempotent.ts",
    find: "await decideOnce(decision, metadata);",
    replace: "decision;",
  },
  {
    mistake: "a booking that missed its TicketIssued does not get it again",
    file: "services/ticket/refuse/refuse.ts",
    find: 'mark: status === "ISSUED" ? "publishedAgain" : "published"',
    replace: 'mark: status === "ISSUED" ? "published" : "published"',
  },
  {
    mistake: "the provider forgets a cancellation that came before the charge",
    file: "services/payment-provider/charges.ts",
    find: 'if (await storeNew({ idempotencyKey, amount: 0, status: "FAILED", reason, cancelled: true })) return 0;',
    replace: "if (!(await find(idempotencyKey))) return 0;",
  },
  {
    mistake: "a late charge overwrites its cancellation at the provider",
    file: "services/payment-provider/charges.ts",
    find: 'ConditionExpression: "attribute_not_exists(idempotencyKey)",',
    replace: "",
  },
  {
    mistake: "a late payment looks for a seat although the booking has released it",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: "if (storedIn(flight, releaseOf(bookingId))) return undefined;",
    replace: "",
  },
  {
    mistake: "a seat is assigned to a booking that was released after the read",
    file: "services/seat-assignment/assign/assign-idempotent.ts",
    find: '"attribute_not_exists(#answer) AND attribute_not_exists(#release) AND " +',
    replace:
      '"attribute_not_exists(#answer) AND (attribute_not_exists(#release) OR attribute_exists(#release)) AND " +',
  },
  {
    mistake: "a booking without a seat is released that got one after the read",
    file: "services/seat-assignment/release/release-idempotent.ts",
    find: '${answered ? "attribute_exists" : "attribute_not_exists"}(#answer)`,',
    replace:
      '${answered ? "attribute_exists(#answer)" : "(attribute_exists(#answer) OR attribute_not_exists(#answer))"}`,',
  },
  {
    mistake: "two runs release a booking without a seat, each with its own event",
    file: "services/seat-assignment/release/release-idempotent.ts",
    find: "`attribute_not_exists(#release) AND ${answered",
    replace: "`(attribute_not_exists(#release) OR attribute_exists(#release)) AND ${answered",
  },
];

/** From step 12 on, or from step 14 on: proven by the last step. */
const later: readonly Fault[] = [
  {
    mistake: "a seat's versions are published on every repeat",
    file: "services/seat-assignment/assign/assign-versions.ts",
    find: "await publishOnce(answer, place, async () => {\n    for (const each of versions) await putEvent(each);\n  });",
    replace: "for (const each of versions) await putEvent(each);",
  },
  {
    mistake: "the pipe does not publish the first event of a booking",
    file: "steps/14-outbox/new-events.ts",
    find: "return [first, ...others]",
    replace: "return [...others]",
  },
  {
    mistake: "the pipe publishes the first event of a booking only",
    file: "steps/14-outbox/new-events.ts",
    find: "return [first, ...others]",
    replace: "return [first]",
  },
  {
    mistake: "the pipe publishes the stored event with every write",
    file: "steps/14-outbox/new-events.ts",
    find: 'OldImage: stored([{ "anything-but": [name] }]),',
    replace: "OldImage: stored([{ exists: true }]),",
  },
];

/** `npm run prove` removes them one at a time, and expects a test of test/invariants/exhaustive to fail. */
export const protections: readonly Protection[] = [
  ...repeats.map((fault) => ({ ...fault, step: 9 })),
  ...deadline.map((fault) => ({ ...fault, step: 11 })),
  ...later.map((fault) => ({ ...fault, step: 14 })),
];
