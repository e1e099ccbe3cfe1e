import type { Connection } from "./connection.ts";

/** The name in this stack: "BookingTable", or "BookingTable-ada" in the stack of attendee ada, as the bus's name shows. */
export function physicalName(name: string, { outputs }: Pick<Connection, "outputs">): string {
  const [, suffix = ""] = /^AircraftBookingBus(.*)$/.exec(outputs.busName) ?? [];
  return name + suffix;
}
