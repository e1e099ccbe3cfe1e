import { averageUnits } from "./flight.ts";
import { assumedRun, pipedPerBooking, seatsPerFlight, type Usage } from "./usage.ts";

/**
 * Prices in USD for us-east-1, without free tiers, as published in 2026. Look them up before you rely on them. AWS's
 * pages: "Amazon EventBridge pricing", "AWS Lambda Pricing", "Pricing for On-Demand Capacity" and "Amazon DynamoDB
 * pricing" (DynamoDB), "Amazon SNS pricing", "Amazon CloudWatch Pricing".
 */
export const prices = {
  perMillionEvents: 1,
  perGigabyteArchived: 0.1,
  /** Per month. */
  perGigabyteKept: 0.023,
  /** Requests that pass a pipe's filter, up to 64 KB each. */
  perMillionPiped: 0.4,
  perMillionScheduled: 1,
  /** GetRecords of a table's stream. Lambda does not pay for it; AWS's page does not say whether a pipe does. */
  perMillionStreamReads: 0.2,
  perMillionRuns: 0.2,
  /** arm64. */
  perGigabyteSecond: 0.0000133334,
  perMillionWrites: 0.625,
  perMillionReads: 0.125,
  perMillionPublishes: 0.5,
  perGigabyteLogged: 0.5,
  /** Per month. An alarm counts once for each metric that it watches. */
  perAlarmMetric: 0.1,
  /** Per month. */
  perOwnMetric: 0.3,
};

export interface CostLine {
  what: string;
  /** Per million bookings. */
  count: string;
  dollars: number;
}

const million = 1_000_000;

/** The costs of a million bookings, the largest first. */
export function costPerMillion(usage: Usage): CostLine[] {
  const { seconds, gigabytes } = assumedRun;
  const flight = averageUnits(seatsPerFlight, usage);
  const gigabyteSeconds = usage.functionRuns * seconds * gigabytes * million;
  const gigabytesArchived = (usage.eventBytes * million) / 1e9;
  const gigabytesLogged = (usage.logBytes * million) / 1e9;
  const lines = [
    { what: "EventBridge: events", count: inMillions(usage.events), dollars: usage.events * prices.perMillionEvents },
    {
      what: "EventBridge: archive, storing the events",
      count: inGigabytes(gigabytesArchived),
      dollars: gigabytesArchived * prices.perGigabyteArchived,
    },
    {
      what: "EventBridge: archive, keeping them for thirty days",
      count: inGigabytes(gigabytesArchived),
      dollars: gigabytesArchived * prices.perGigabyteKept,
    },
    {
      what: "EventBridge: pipe (step 14)",
      count: inMillions(pipedPerBooking),
      dollars: pipedPerBooking * prices.perMillionPiped,
    },
    {
      what: "Lambda: runs",
      count: inMillions(usage.functionRuns),
      dollars: usage.functionRuns * prices.perMillionRuns,
    },
    {
      what: "Lambda: time",
      count: `${gigabyteSeconds.toLocaleString("en-US")} GB-seconds`,
      dollars: gigabyteSeconds * prices.perGigabyteSecond,
    },
    {
      what: "DynamoDB: writes to the flights",
      count: inMillions(flight.writes),
      dollars: flight.writes * prices.perMillionWrites,
    },
    {
      what: "DynamoDB: all other writes",
      count: inMillions(countWithoutFlights(usage.writes)),
      dollars: countWithoutFlights(usage.writes) * prices.perMillionWrites,
    },
    {
      what: "DynamoDB: reads",
      count: inMillions(flight.reads + countWithoutFlights(usage.reads)),
      dollars: (flight.reads + countWithoutFlights(usage.reads)) * prices.perMillionReads,
    },
    {
      what: "SNS: messages",
      count: inMillions(usage.messagesPublished),
      dollars: usage.messagesPublished * prices.perMillionPublishes,
    },
    {
      what: "CloudWatch Logs: data ingested",
      count: inGigabytes(gigabytesLogged),
      dollars: gigabytesLogged * prices.perGigabyteLogged,
    },
  ];
  return lines.sort((a, b) => b.dollars - a.dollars);
}

export function totalOf(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}

function countWithoutFlights({ SeatTable: _, ...others }: Record<string, number>): number {
  return Object.values(others).reduce((sum, count) => sum + count, 0);
}

function inGigabytes(count: number): string {
  return `${Number(count.toFixed(1)).toLocaleString("en-US")} GB`;
}

function inMillions(count: number): string {
  return `${Number(count.toFixed(1))} million`;
}
