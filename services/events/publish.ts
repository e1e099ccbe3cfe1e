import { randomUUID } from "node:crypto";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { environment } from "../environment.ts";
import type { Contract, Fields } from "./contract.ts";
import type { Cause, Metadata } from "./metadata.ts";

const eventBridge = new EventBridgeClient({});

/** Puts a new event on the bus. Throws if the bus rejects it. */
export async function publish<Published extends Contract>(
  contract: Published,
  fields: Fields<Published>,
  cause: Cause,
): Promise<void> {
  await putEvent(newEvent(contract, fields, cause));
}

/** An event as it is published and stored. */
export interface Event {
  source: string;
  detailType: string;
  /** JSON: the event's fields and its metadata. */
  detail: string;
}

/** Creates an event with a new id. It is not published yet. */
export function newEvent<Published extends Contract>(
  { source, name, version }: Published,
  fields: Fields<Published>,
  cause: Cause,
): Event {
  const metadata: Metadata = {
    eventId: randomUUID(),
    version,
    correlationId: cause.correlationId,
    causationId: cause.eventId,
    occurredAt: new Date().toISOString(),
  };
  return { source, detailType: name, detail: JSON.stringify({ ...fields, metadata }) };
}

/** Puts an event on the bus, new or stored earlier. Throws if the bus rejects it. */
export async function putEvent({ source, detailType, detail }: Event): Promise<void> {
  const answer = await eventBridge.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: environment("BUS_NAME"), Source: source, DetailType: detailType, Detail: detail }],
    }),
  );
  //#region 2.4 Throw an error if the bus rejects the event
  const rejected = answer.Entries?.find((entry) => entry.ErrorCode);
  if (rejected) throw new Error(`${detailType} was not published: ${rejected.ErrorCode}: ${rejected.ErrorMessage}`);
  //#endregion
}
