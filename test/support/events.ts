import type { EventBridgeEvent } from "aws-lambda";
import type { Contract } from "../../services/events/contract.ts";
import { contractOf, contracts } from "../../tools/derive/contracts.ts";

/** Booking B123, the running example. */
export const booking = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 };

/** An event as EventBridge delivers it to a function: the example of its contract, with other fields. Default: version 1. */
export function event(name: string, fields: object = {}, version = 1): EventBridgeEvent<string, unknown> {
  const contract: Contract =
    contracts.find((each) => each.name === name && each.version === version) ?? contractOf(name);
  return {
    version: "0",
    id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    account: "000000000000",
    region: "us-east-1",
    time: "2026-01-01T12:00:00Z",
    resources: [],
    source: contract.source,
    "detail-type": name,
    detail: { ...contract.example, metadata: { ...metadata, version: contract.version }, ...fields },
  };
}

export const metadata = {
  eventId: "event-1",
  version: 1,
  correlationId: "request-1",
  causationId: "event-0",
  occurredAt: "2026-01-01T12:00:00.000Z",
};
