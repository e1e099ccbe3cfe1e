import type { Usage } from "./usage.ts";

/** What DynamoDB counts for one booking's access to its flight's item. */
export interface FlightUnits {
  writes: number;
  reads: number;
}

/**
 * A flight is one item, and DynamoDB counts a write by the size of the whole item: one unit for each KB of it. It
 * counts a consistent read by one unit for each 4 KB. So the units grow with each booking: this is for the `nth`.
 */
export function unitsOfNth(nth: number, { flightBytes }: Usage): FlightUnits {
  const before = (nth - 1) * flightBytes;
  return { writes: Math.ceil((before + flightBytes) / 1024), reads: Math.max(1, Math.ceil(before / 4096)) };
}

/** The mean over all bookings of a flight that sells `seats`. */
export function averageUnits(seats: number, usage: Usage): FlightUnits {
  const sum = { writes: 0, reads: 0 };
  for (let nth = 1; nth <= seats; nth++) {
    const { writes, reads } = unitsOfNth(nth, usage);
    sum.writes += writes;
    sum.reads += reads;
  }
  return { writes: sum.writes / seats, reads: sum.reads / seats };
}

/** "The maximum item size in DynamoDB is 400 KB": how many bookings a flight can answer, those turned away included. */
export function mostAnswers({ flightBytes }: Usage): number {
  return Math.floor((400 * 1024) / flightBytes);
}
