import type { Changes, Context } from "../../infra/components/context.ts";
import { RuleToFunction } from "../../infra/components/rule-to-function.ts";
import { ServiceFunction } from "../../infra/components/service-function.ts";
import { bookingCancelled } from "../../services/booking/publishes.ts";
import { paymentRefunded } from "../../services/payment/publishes.ts";
import { seatReleased } from "../../services/seat-assignment/publishes.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";
import type { BookingStep } from "../02-booking/infra.ts";
import type { PaymentStep } from "../03-payment/infra.ts";
import type { SeatAssignmentStep } from "../04-seat-assignment/infra.ts";
import type { NotificationStep } from "../06-notification/infra.ts";

export const changes: Changes = {
  // From this step on, notification-send handles both outcomes.
  functionArgs: (name) =>
    name === "notification-send" ? { handler: "services/notification/send/send-outcome.ts" } : {},
};

type Made = EventBusStep & BookingStep & PaymentStep & SeatAssignmentStep & NotificationStep;

/** Step 7: compensation. What was done for a booking is undone in reverse order, again by events. */
export default function compensation(
  { bus, bookingTable, paymentTable, seatTable, notificationSend }: Made,
  context: Context,
) {
  const seatRelease = new ServiceFunction("seat-release", {
    context,
    handler: "services/seat-assignment/release/release.ts",
    environment: { TABLE_NAME: seatTable.name, BUS_NAME: bus.name },
    allow: [
      { Action: ["dynamodb:GetItem", "dynamodb:UpdateItem"], Resource: seatTable.arn },
      { Action: "events:PutEvents", Resource: bus.arn },
    ],
    publishes: [seatReleased],
  });

  const paymentRefund = new ServiceFunction("payment-refund", {
    context,
    handler: "services/payment/refund/refund.ts",
    environment: { TABLE_NAME: paymentTable.name, BUS_NAME: bus.name },
    allow: [
      { Action: ["dynamodb:Query", "dynamodb:PutItem"], Resource: paymentTable.arn },
      { Action: "events:PutEvents", Resource: bus.arn },
    ],
    publishes: [paymentRefunded],
  });

  const bookingCancel = new ServiceFunction("booking-cancel", {
    context,
    handler: "services/booking/cancel/cancel.ts",
    environment: { TABLE_NAME: bookingTable.name, BUS_NAME: bus.name },
    allow: [
      { Action: "dynamodb:UpdateItem", Resource: bookingTable.arn },
      { Action: "events:PutEvents", Resource: bus.arn },
    ],
    publishes: [bookingCancelled],
  });

  new RuleToFunction("payment-failed", {
    context,
    bus,
    source: "aircraft.payment",
    detailType: "PaymentFailed",
    to: [bookingCancel],
  });

  //#region 7.3 Undo what was done, in reverse order
  new RuleToFunction("ticket-rejected", {
    context,
    bus,
    source: "aircraft.ticket",
    detailType: "TicketRejected",
    to: [seatRelease],
  });

  new RuleToFunction("seat-released", {
    context,
    bus,
    source: "aircraft.seat-assignment",
    detailType: "SeatReleased",
    to: [paymentRefund],
  });

  new RuleToFunction("payment-refunded", {
    context,
    bus,
    source: "aircraft.payment",
    detailType: "PaymentRefunded",
    to: [bookingCancel],
  });
  //#endregion

  // A booking that got no seat enters the way back in the middle.
  new RuleToFunction("seat-unavailable", {
    context,
    bus,
    source: "aircraft.seat-assignment",
    detailType: "SeatUnavailable",
    to: [paymentRefund],
  });

  new RuleToFunction("booking-cancelled", {
    context,
    bus,
    source: "aircraft.booking",
    detailType: "BookingCancelled",
    to: [notificationSend],
  });

  return { seatRelease, paymentRefund, bookingCancel };
}

export type CompensationStep = ReturnType<typeof compensation>;
