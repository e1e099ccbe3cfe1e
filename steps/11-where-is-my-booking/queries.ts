/** Logs Insights query over the log of all events: each unfinished booking, with its last event and the time of it. */
export const unfinishedBookings = [
  "fields detail.bookingId as booking, `detail-type` as event",
  //#region 11.3 Keep the bookings whose last event is not final
  "stats latest(event) as lastEvent, latest(@timestamp) as at by booking",
  'filter lastEvent not in ["TicketIssued", "BookingCancelled"]',
  //#endregion
  "sort at asc",
].join(" | ");

/** Logs Insights query over the logs of all functions: each run for one booking, and what went wrong. */
export function runsFor(bookingId: string): string {
  return [
    "fields @timestamp, service, function_name, event, message, error.message",
    `filter bookingId = ${JSON.stringify(bookingId)}`,
    "sort @timestamp asc",
  ].join(" | ");
}
