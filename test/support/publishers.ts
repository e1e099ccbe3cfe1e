/** The events that each function may publish. */
export const publishers: [string, string[]][] = [
  ["booking-api", ["BookingCreated"]],
  ["booking-cancel", ["BookingCancelled"]],
  ["booking-expire", ["BookingExpired"]],
  ["payment-charge", ["PaymentConfirmed", "PaymentFailed"]],
  ["payment-refund", ["PaymentRefunded"]],
  ["seat-assign", ["SeatAssigned", "SeatUnavailable"]],
  ["seat-release", ["SeatReleased"]],
  ["ticket-issue", ["TicketIssued", "TicketRejected"]],
  ["ticket-refuse", ["TicketRejected", "TicketIssued"]],
];
