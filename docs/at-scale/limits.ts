import { unitsOfNth } from "./flight.ts";
import { assumedRun, seatsPerFlight, type Usage } from "./usage.ts";

export interface Limit {
  what: string;
  /** AWS's quota for a new account in us-east-1. */
  quota: number;
  unit: string;
  /** How much of it one booking uses. */
  perBooking: number;
  /** Whether AWS raises it on request. */
  adjustable: boolean;
}

/** A flight is one item of SeatTable, so it is in one partition. */
export const writesPerPartition = 1000;

/** The quotas that a growing number of bookings reaches. */
export function limitsOf(usage: Usage): Limit[] {
  return [
    {
      what: "EventBridge: PutEvents",
      quota: 10_000,
      unit: "calls a second",
      perBooking: usage.events,
      adjustable: true,
    },
    {
      what: "EventBridge: invocations of targets",
      quota: 18_750,
      unit: "a second",
      perBooking: usage.deliveries,
      adjustable: true,
    },
    {
      what: "Lambda: concurrent runs",
      quota: 1000,
      unit: "at a time",
      perBooking: usage.functionRuns * assumedRun.seconds,
      adjustable: true,
    },
    {
      what: "DynamoDB: writes to a new table",
      quota: 4000,
      unit: "a second",
      perBooking: Math.max(...Object.values(usage.writes)),
      adjustable: true,
    },
    {
      what: "DynamoDB: write units of one flight, nearly sold out",
      quota: writesPerPartition,
      unit: "a second",
      perBooking: unitsOfNth(seatsPerFlight, usage).writes,
      adjustable: false,
    },
  ];
}

/** The number of bookings per second that a quota allows, rounded down. */
export function bookingsPerSecond({ quota, perBooking }: Limit): number {
  return Math.floor(quota / perBooking);
}
