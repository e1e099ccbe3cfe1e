import { prices } from "../at-scale/cost.ts";
import { assumedRun, type Usage } from "../at-scale/usage.ts";

/** USD for us-east-1, as published in 2026. Source: AWS Step Functions Pricing, standard workflows. */
const perMillionTransitions = 25;

export interface Price {
  what: string;
  /** Dollars for a million bookings; 0 if the design has no such part. */
  choreographed: number;
  orchestrated: number;
}

/** What differs between the designs: what connects the services, and how often functions run. */
export function pricesPerMillion(usage: Usage, orchestrated: { transitions: number; functionRuns: number }): Price[] {
  const ofRuns = (runs: number) =>
    runs * prices.perMillionRuns +
    runs * assumedRun.seconds * assumedRun.gigabytes * 1_000_000 * prices.perGigabyteSecond;
  return [
    { what: "Events on the bus", choreographed: usage.events * prices.perMillionEvents, orchestrated: 0 },
    { what: "State transitions", choreographed: 0, orchestrated: orchestrated.transitions * perMillionTransitions },
    {
      what: "Function runs",
      choreographed: ofRuns(usage.functionRuns),
      orchestrated: ofRuns(orchestrated.functionRuns),
    },
  ];
}
