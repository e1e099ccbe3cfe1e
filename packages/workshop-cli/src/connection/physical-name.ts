import type { StackOutputs } from "./stack-outputs.ts";

interface OfBus {
  outputs: Pick<StackOutputs, "busName">;
}

/** The name in this stack: "BookingTable", or "BookingTable-ada" in the stack of attendee ada, as the bus's name shows. */
export function physicalName(name: string, { outputs }: OfBus): string {
  return name + suffixIn(outputs.busName);
}

/** "ada" for the stack of attendee ada; "" for a stack of one's own. */
export function attendeeOf({ outputs }: OfBus): string {
  return suffixIn(outputs.busName).replace(/^-/, "");
}

function suffixIn(busName: string): string {
  return /^AircraftBookingBus(.*)$/.exec(busName)?.[1] ?? "";
}
