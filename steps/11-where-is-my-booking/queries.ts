/** Logs Insights, over the log of all events: each booking that did not end, and the last that was heard of it. */
export const unfinishedBookings = [
  "fields detail.bookingId as booking, `detail-type` as event",
  //#region 11.3 Keep the bookings whose last event is no end
  "stats latest(event) as lastEvent, latest(@timestamp) as at by booking",
  'filter lastEvent not in ["TicketIssued", "BookingCancelled"]',
  //#endregion
  "sort at asc",
].join(" | ");

/** Logs Insights, over the logs of all functions: who did what for one booking, and what went wrong. */
export function runsFor(bookingId: string): string {
  return [
    "fields @timestamp, service, function_name, event, message, error.message",
    `filter bookingId = ${JSON.stringify(bookingId)}`,
    "sort @timestamp asc",
  ].join(" | ");
}
