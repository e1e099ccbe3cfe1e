/** The ticket number of a booking, e.g. TKT-B123. It is derived, so a repeated event leads to the same ticket. */
export function ticketNumber(bookingId: string): string {
  return `TKT-${bookingId}`;
}
