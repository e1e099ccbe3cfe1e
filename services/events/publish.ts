import { randomUUID } from "node:crypto";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { environment } from "../environment.ts";
import { contracts, type EventName, type Fields } from "./contracts.ts";
import type { Cause, Metadata } from "./metadata.ts";

const eventBridge = new EventBridgeClient({});

/** Puts a new event on the bus. Raises an error if the bus did not take it. */
export async function publish<Name extends EventName>(name: Name, fields: Fields<Name>, cause: Cause): Promise<void> {
  await putEvent(newEvent(name, fields, cause));
}

/** An event as it travels. */
export interface Event {
  name: EventName;
  detail: { metadata: Metadata; [field: string]: unknown };
}

/** An event with an id of its own, which nobody has heard of yet. */
export function newEvent<Name extends EventName>(name: Name, fields: Fields<Name>, cause: Cause): Event {
  const metadata: Metadata = {
    eventId: randomUUID(),
    version: contracts[name].version,
    correlationId: cause.correlationId,
    causationId: cause.eventId,
    occurredAt: new Date().toISOString(),
  };
  return { name, detail: { ...fields, metadata } };
}

/** Puts an event on the bus, new or not. Raises an error if the bus did not take it. */
export async function putEvent({ name, detail }: Event): Promise<void> {
  const answer = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: environment("BUS_NAME"),
          Source: contracts[name].source,
          DetailType: name,
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  //#region 2.4 Raise an error for an event that the bus refused
  const refused = answer.Entries?.find((entry) => entry.ErrorCode);
  if (refused) throw new Error(`${name} was not published: ${refused.ErrorCode}: ${refused.ErrorMessage}`);
  //#endregion
}
