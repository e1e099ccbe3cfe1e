/** The functions that an event is delivered to, and the step that adds the route. A test compares it with the program. */
export interface Route {
  step: number;
  event: string;
  source: string;
  functions: readonly string[];
}

export const routes: readonly Route[] = [
  { step: 3, event: "BookingCreated", source: "aircraft.booking", functions: ["payment-charge"] },
  { step: 4, event: "PaymentConfirmed", source: "aircraft.payment", functions: ["seat-assign"] },
  { step: 5, event: "SeatAssigned", source: "aircraft.seat-assignment", functions: ["ticket-issue"] },
  { step: 6, event: "TicketIssued", source: "aircraft.ticket", functions: ["notification-send", "booking-track"] },
  { step: 7, event: "PaymentFailed", source: "aircraft.payment", functions: ["booking-cancel"] },
  { step: 7, event: "SeatUnavailable", source: "aircraft.seat-assignment", functions: ["payment-refund"] },
  { step: 7, event: "PaymentRefunded", source: "aircraft.payment", functions: ["booking-cancel"] },
  { step: 7, event: "BookingCancelled", source: "aircraft.booking", functions: ["notification-send"] },
];

/** The events that a successful booking causes, in order, with steps 1 to `step` deployed. */
export function eventsOfSuccessfulBooking(step: number): string[] {
  const events = ["BookingCreated", "PaymentConfirmed", "SeatAssigned", "TicketIssued"];
  return events.slice(0, Math.max(0, step - 1));
}
