/** What one booking makes of each service, on its way from the request to the message. */
export interface Usage {
  /** Events put on the bus. */
  events: number;
  /** Events handed to a target: functions, and the log group that watches the bus. */
  deliveries: number;
  functionRuns: number;
  /** By table: how often an item is written. Items are below 1 KB, but for a flight: see `flight`. */
  writes: Record<string, number>;
  /** By table: how often an item is read, consistently. */
  reads: Record<string, number>;
  /** By how much a booking makes its flight's item larger: its seat, and the answer that it was given. */
  flightBytes: number;
  messagesPublished: number;
  /** Into CloudWatch Logs, by functions and by the bus. */
  logBytes: number;
}

/** Of the whole choreography, step 13; counted in the local cloud by at-scale.test.ts. */
export const perBooking: Usage = {
  events: 4,
  deliveries: 9,
  functionRuns: 6,
  writes: { BookingTable: 2, PaymentTable: 1, SeatTable: 1, TicketTable: 1, NotificationTable: 1 },
  reads: { SeatTable: 1, NotificationTable: 1 },
  flightBytes: 300,
  messagesPublished: 1,
  logBytes: 10_000,
};

/** How many seats a flight sells, unless the stack says otherwise. */
export const seatsPerFlight = 180;

/**
 * How long a function runs, in seconds, and with how much memory, in GB. The memory is the program's. The time is an
 * assumption: measure yours (REPORT lines, or the metric Duration), for it is a large part of the cost.
 */
export const assumedRun = { seconds: 0.1, gigabytes: 0.25 };
