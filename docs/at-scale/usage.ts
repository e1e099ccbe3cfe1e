/** How much one booking uses of each service, from the request to the message. */
export interface Usage {
  /** Events put on the bus. */
  events: number;
  /** Events delivered to a target: functions, and the log group that logs every event. */
  deliveries: number;
  functionRuns: number;
  /**
   * By table: how often an item is written, and how often an index's copy of it. Items are below 1 KB, except a flight:
   * see flight.ts. The payment provider's table is not ours.
   */
  writes: Record<string, number>;
  /** By table: how often an item is read, consistently. */
  reads: Record<string, number>;
  /** By how much a booking enlarges its flight's item: its seat, and the answer that is stored for it. */
  flightBytes: number;
  messagesPublished: number;
  /** Into CloudWatch Logs, by functions and by the bus. */
  logBytes: number;
  /** Of all its events, as the archive stores them. */
  eventBytes: number;
}

/** The step whose program at-scale.test.ts deploys and counts. */
export const countedStep = 14;

/** The whole choreography, as at-scale.test.ts counts it in the local cloud. */
export const perBooking: Usage = {
  events: 4,
  deliveries: 9,
  functionRuns: 6,
  writes: {
    BookingTable: 2,
    "BookingTable/OpenBookings": 2,
    // Twice: the result with its event, and the mark that the event is published.
    PaymentTable: 2,
    SeatTable: 2,
    TicketTable: 2,
    NotificationTable: 1,
  },
  reads: { PaymentTable: 1, SeatTable: 1, NotificationTable: 1 },
  flightBytes: 400,
  messagesPublished: 1,
  logBytes: 10_000,
  eventBytes: 2_200,
};

/** The events of one successful booking that go through step 14's pipe: BookingCreated. Booking publishes no other. */
export const pipedPerBooking = 1;

/** The default number of seats on a flight. */
export const seatsPerFlight = 180;

/**
 * How long a function runs, in seconds, and with how much memory, in GB. The memory is what the program sets. The time
 * is an assumption: measure yours (REPORT lines, or the metric Duration), because it affects the cost.
 */
export const assumedRun = { seconds: 0.1, gigabytes: 0.25 };

/**
 * How a pipe sends to the bus: PutEvents takes ten entries, and a call takes this long, in seconds. The time is an
 * assumption, too.
 */
export const assumedPipe = { batchSize: 10, seconds: 0.05 };
