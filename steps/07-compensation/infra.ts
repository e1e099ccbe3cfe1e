import type { Changes, Context } from "../../infra/components/context.ts";
import { RuleToFunction } from "../../infra/components/rule-to-function.ts";
import { ServiceFunction } from "../../infra/components/service-function.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";
import type { BookingStep } from "../02-booking/infra.ts";
import type { PaymentStep } from "../03-payment/infra.ts";
import type { NotificationStep } from "../06-notification/infra.ts";

export const changes: Changes = {
  // From this step on, notification-send handles both outcomes.
  functionArgs: (name) =>
    name === "notification-send" ? { handler: "services/notification/send/send-outcome.ts" } : {},
};

/** Step 7: compensation. A booking that cannot be completed is rolled back, again by events. */
export default function compensation(
  { bus, bookingTable, paymentTable, notificationSend }: EventBusStep & BookingStep & PaymentStep & NotificationStep,
  context: Context,
) {
  const paymentRefund = new ServiceFunction("payment-refund", {
    context,
    handler: "services/payment/refund/refund.ts",
    environment: { TABLE_NAME: paymentTable.name, BUS_NAME: bus.name },
    allow: [
      { Action: ["dynamodb:Query", "dynamodb:PutItem"], Resource: paymentTable.arn },
      { Action: "events:PutEvents", Resource: bus.arn },
    ],
  });

  const bookingCancel = new ServiceFunction("booking-cancel", {
    context,
    handler: "services/booking/cancel/cancel.ts",
    environment: { TABLE_NAME: bookingTable.name, BUS_NAME: bus.name },
    allow: [
      { Action: "dynamodb:UpdateItem", Resource: bookingTable.arn },
      { Action: "events:PutEvents", Resource: bus.arn },
    ],
  });

  new RuleToFunction("payment-failed", {
    context,
    bus,
    source: "aircraft.payment",
    detailType: "PaymentFailed",
    to: [bookingCancel],
  });

  //#region 7.3 Roll back a booking that got no seat
  new RuleToFunction("seat-unavailable", {
    context,
    bus,
    source: "aircraft.seat-assignment",
    detailType: "SeatUnavailable",
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

  new RuleToFunction("booking-cancelled", {
    context,
    bus,
    source: "aircraft.booking",
    detailType: "BookingCancelled",
    to: [notificationSend],
  });

  return { paymentRefund, bookingCancel };
}

export type CompensationStep = ReturnType<typeof compensation>;
