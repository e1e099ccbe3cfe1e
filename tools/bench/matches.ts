import { compilePattern, RuleIndex } from "@event-choreography/local-cloud/event-pattern";

/** The events per second that the rule matcher compares with 1,000 rules of several kinds, on one processor. */
export function matchesPerSecond(events: number): number {
  const index = new RuleIndex<number>();
  for (let rule = 0; rule < 1000; rule++) index.set(rule, compilePattern(JSON.stringify(pattern(rule))));
  for (let warmUp = 0; warmUp < events / 10; warmUp++) index.match(event(warmUp));
  const startedAt = performance.now();
  for (let number = 0; number < events; number++) index.match(event(number));
  return events / ((performance.now() - startedAt) / 1000);
}

/** A hundred services with ten rules each: by name only, or also by amount, flight, status or customer. */
function pattern(rule: number): object {
  const source = [`aircraft.service-${rule % 100}`];
  const conditions = [
    {},
    { detail: { amount: [{ numeric: [">", (rule % 10) * 100] }] } },
    { detail: { flightId: [{ prefix: `FLIGHT${rule % 7}` }] } },
    { detail: { status: ["SUCCESS", "FAILED"], amount: [{ exists: true }] } },
    { detail: { customerId: [{ "anything-but": "CUST001" }] } },
  ];
  return { source, "detail-type": [`Event${rule % 10}`], ...conditions[rule % conditions.length] };
}

function event(number: number): object {
  return {
    version: "0",
    id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": `Event${number % 10}`,
    source: `aircraft.service-${number % 100}`,
    account: "000000000000",
    time: "2026-01-01T12:00:00Z",
    region: "us-east-1",
    resources: [],
    detail: {
      bookingId: `B${number}`,
      customerId: `CUST00${number % 3}`,
      flightId: `FLIGHT${number % 9}`,
      amount: number % 1500,
      status: "SUCCESS",
      metadata: { eventId: `e-${number}`, version: 1, correlationId: "c", occurredAt: "2026-01-01T12:00:00.000Z" },
    },
  };
}
