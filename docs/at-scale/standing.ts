import { prices } from "./cost.ts";
import { assumedRun } from "./usage.ts";

/** What the last step's program keeps running without a single booking. at-scale.test.ts counts it. */
export const standing = {
  alarms: 70,
  /** Watched by these alarms, counted once for each alarm. */
  alarmMetrics: 70,
  /** Metrics of our own that alarms watch. */
  ownMetrics: 1,
  /** Each ticks once a minute, and runs a function that looks for overdue bookings. */
  schedules: 1,
  /** Each reads one table's stream. */
  pipes: 1,
};

export interface StandingCost {
  what: string;
  /** How much of it there is in a month. */
  count: string;
  dollars: number;
}

const secondsPerMonth = (365 / 12) * 24 * 60 * 60;
const million = 1_000_000;

/** What costs money in a month without bookings, the largest first. */
export function standingCosts(counts: typeof standing): StandingCost[] {
  const ticks = counts.schedules * (secondsPerMonth / 60);
  const gigabyteSeconds = ticks * assumedRun.seconds * assumedRun.gigabytes;
  // "EventBridge polls shards in your DynamoDB stream for records at a base rate of four times per second." A small
  // table has one shard at a time. Source: Amazon DynamoDB stream as a source.
  const streamReads = counts.pipes * 4 * secondsPerMonth;
  const costs = [
    {
      what: "CloudWatch: alarms",
      count: `${counts.alarms} alarms on ${counts.alarmMetrics} metrics`,
      dollars: counts.alarmMetrics * prices.perAlarmMetric,
    },
    {
      what: "CloudWatch: metrics of our own",
      count: `${counts.ownMetrics} metric${counts.ownMetrics === 1 ? "" : "s"}`,
      dollars: counts.ownMetrics * prices.perOwnMetric,
    },
    {
      what: "DynamoDB: the pipe reads its table's stream",
      count: `${inMillions(streamReads)} reads`,
      dollars: (streamReads / million) * prices.perMillionStreamReads,
    },
    {
      what: "Scheduler: one tick a minute",
      count: `${ticks.toLocaleString("en-US")} ticks`,
      dollars: (ticks / million) * prices.perMillionScheduled,
    },
    {
      what: "Lambda: the function that each tick runs",
      count: `${ticks.toLocaleString("en-US")} runs`,
      dollars: (ticks / million) * prices.perMillionRuns + gigabyteSeconds * prices.perGigabyteSecond,
    },
  ];
  return costs.sort((a, b) => b.dollars - a.dollars);
}

function inMillions(count: number): string {
  return `${Number((count / million).toFixed(1))} million`;
}
