import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { Cloud } from "../src/index.ts";

/** Puts an event on the default bus of a running cloud. Returns how many of its entries failed: none. */
export async function putAnEvent({ endpoint, region, credentials }: Cloud): Promise<number | undefined> {
  //#region put
  const events = new EventBridgeClient({ endpoint, region, credentials });
  const entry = { Source: "aircraft.booking", DetailType: "BookingCreated", Detail: '{"bookingId": "B123"}' };
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  //#endregion
  return FailedEntryCount;
}
