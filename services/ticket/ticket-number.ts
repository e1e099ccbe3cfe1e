/** The ticket number of a booking, the same on every call: TKT-B123 for B123. */
export function ticketNumber(bookingId: string): string {
  //#region 5.2 Derive the ticket number from the booking
  //- return `TKT-${Math.random()}`;
  return `TKT-${bookingId}`;
  //#endregion
}
