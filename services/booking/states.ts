import type { EventName } from "../events/contracts.ts";
import type { Booking } from "./booking.ts";

type State = Booking["status"];

/**
 * A booking's life in one table: which event takes it from which state to which other one. It begins
 * as REQUESTED, and what does not stand here does not happen.
 */
export const transitions = {
  TicketIssued: { from: "REQUESTED", to: "TICKETED" },
  //#region 7.1 Say what becomes of a booking whose payment failed or was refunded
  //- PaymentFailed: { from: "REQUESTED", to: "REQUESTED" },
  //- PaymentRefunded: { from: "REQUESTED", to: "REQUESTED" },
  PaymentFailed: { from: "REQUESTED", to: "CANCELLED" },
  PaymentRefunded: { from: "REQUESTED", to: "CANCELLED" },
  //#endregion
} satisfies Partial<Record<EventName, { from: State; to: State }>>;
