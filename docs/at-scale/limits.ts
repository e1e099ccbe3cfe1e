import { unitsOfNth } from "./flight.ts";
import { assumedPipe, assumedRun, pipedPerBooking, seatsPerFlight, type Usage } from "./usage.ts";

export interface Limit {
  what: string;
  /** AWS's quota for a new account in us-east-1. */
  quota: number;
  unit: string;
  /** How much of it one booking uses. */
  perBooking: number;
  /** Who can raise it: AWS on request, you with a setting, or nobody. */
  raised: "on request" | "by a setting" | "no";
}

/** A flight is one item, so it is in one partition. All open bookings have one key in their index: the same. */
export const writesPerPartition = 1000;

/**
 * A pipe handles one batch of a shard at a time, so that each item's changes stay in order. Its setting
 * ParallelizationFactor lets it handle up to ten. Source: EventBridge Pipes batching and concurrency.
 */
export const eventsPerShard = assumedPipe.batchSize / assumedPipe.seconds;

/** The quotas that a growing number of bookings reaches, from AWS's quota pages of each service. */
export function limitsOf(usage: Usage): Limit[] {
  return [
    {
      what: "EventBridge: PutEvents",
      quota: 10_000,
      unit: "calls a second",
      perBooking: usage.events,
      raised: "on request",
    },
    {
      what: "EventBridge: invocations of targets",
      quota: 18_750,
      unit: "a second",
      perBooking: usage.deliveries,
      raised: "on request",
    },
    {
      what: "Pipe: events of one shard of a table's stream",
      quota: eventsPerShard,
      unit: "a second",
      perBooking: pipedPerBooking,
      raised: "by a setting",
    },
    {
      what: "Lambda: concurrent runs",
      quota: 1000,
      unit: "at a time",
      perBooking: usage.functionRuns * assumedRun.seconds,
      raised: "on request",
    },
    {
      what: "DynamoDB: writes to a new table",
      quota: 4000,
      unit: "a second",
      perBooking: Math.max(...Object.values(usage.writes)),
      raised: "on request",
    },
    {
      what: "DynamoDB: write units of the index of open bookings",
      quota: writesPerPartition,
      unit: "a second",
      perBooking: usage.writes["BookingTable/OpenBookings"]!,
      raised: "no",
    },
    {
      what: "DynamoDB: write units of one flight, nearly sold out",
      quota: writesPerPartition,
      unit: "a second",
      perBooking: unitsOfNth(seatsPerFlight, usage).writes,
      raised: "no",
    },
  ];
}

/** The number of bookings per second that a quota allows, rounded down. */
export function bookingsPerSecond({ quota, perBooking }: Limit): number {
  return Math.floor(quota / perBooking);
}
