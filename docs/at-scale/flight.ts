import type { Usage } from "./usage.ts";

/** The units that DynamoDB charges for one booking's access to its flight's item. */
export interface FlightUnits {
  writes: number;
  reads: number;
}

/**
 * The units for the `nth` booking of a flight. A flight is one item, and DynamoDB charges a write by the size of the
 * whole item: one unit per KB. A consistent read takes one unit per 4 KB. So the units grow with each booking.
 */
export function unitsOfNth(nth: number, { flightBytes, writes, reads }: Usage): FlightUnits {
  const before = (nth - 1) * flightBytes;
  return {
    writes: writes.SeatTable! * Math.ceil((before + flightBytes) / 1024),
    reads: reads.SeatTable! * Math.max(1, Math.ceil(before / 4096)),
  };
}

/** The mean over all bookings of a flight with `seats` seats, all sold. */
export function averageUnits(seats: number, usage: Usage): FlightUnits {
  const sum = { writes: 0, reads: 0 };
  for (let nth = 1; nth <= seats; nth++) {
    const { writes, reads } = unitsOfNth(nth, usage);
    sum.writes += writes;
    sum.reads += reads;
  }
  return { writes: sum.writes / seats, reads: sum.reads / seats };
}

/** "The maximum item size in DynamoDB is 400 KB": how many answers a flight can store, refusals included. */
export function mostAnswers({ flightBytes }: Usage): number {
  return Math.floor((400 * 1024) / flightBytes);
}
