import type { Booking } from "./booking.ts";

type State = Booking["status"];

/**
 * The state machine of a booking: each event moves it from one state to another. A booking starts as
 * REQUESTED. A transition that is not in this table is not allowed.
 */
export const transitions = {
  TicketIssued: { from: "REQUESTED", to: "TICKETED" },
  //#region 7.1 Cancel a booking whose payment failed or was refunded
  //- PaymentFailed: { from: "REQUESTED", to: "REQUESTED" },
  //- PaymentRefunded: { from: "REQUESTED", to: "REQUESTED" },
  PaymentFailed: { from: "REQUESTED", to: "CANCELLED" },
  PaymentRefunded: { from: "REQUESTED", to: "CANCELLED" },
  //#endregion
} satisfies Record<string, { from: State; to: State }>;
