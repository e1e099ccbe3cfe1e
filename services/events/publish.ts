import { randomUUID } from "node:crypto";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { environment } from "../environment.ts";
import { contracts, type EventName, type Fields } from "./contracts.ts";
import type { Cause, Metadata } from "./metadata.ts";

const eventBridge = new EventBridgeClient({});

/** Puts a new event on the bus. Throws if the bus rejects it. */
export async function publish<Name extends EventName>(name: Name, fields: Fields<Name>, cause: Cause): Promise<void> {
  await putEvent(newEvent(name, fields, cause));
}

/** An event with its complete detail, as it is stored and published. */
export interface Event {
  name: EventName;
  detail: { metadata: Metadata; [field: string]: unknown };
}

/** Creates an event with a new id. It is not published yet. */
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

/** Puts an event on the bus, new or stored earlier. Throws if the bus rejects it. */
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
  //#region 2.4 Throw an error if the bus rejects the event
  const rejected = answer.Entries?.find((entry) => entry.ErrorCode);
  if (rejected) throw new Error(`${name} was not published: ${rejected.ErrorCode}: ${rejected.ErrorMessage}`);
  //#endregion
}
