import * as z from "zod";
import { contracts, type Detail } from "./contracts.ts";
import type { Event } from "./publish.ts";

const { source, detail } = contracts.SeatAssigned;

/** Added to both versions. An optional field breaks no consumer. */
const cabin = z.enum(["ECONOMY"]).optional();

/** New in version 2: row and letter are separate. In version 1 they are one string. */
const seat = z.object({ row: z.int().positive(), letter: z.string().regex(/^[A-F]$/) });

/** SeatAssigned in all its versions. Version 1 stays as long as the archive contains such events. */
export const seatAssigned = {
  1: { source, version: 1, detail: detail.extend({ cabin }) },
  2: { source, version: 2, detail: detail.extend({ cabin, seat }) },
};

export type SeatAssignedVersion = keyof typeof seatAssigned;

/** Converts a version 1 SeatAssigned to the given version. The event id stays: a consumer of both versions can recognize the repeat. */
export function inVersion(version: SeatAssignedVersion, event: Event): Event {
  const { seat, ...rest } = event.detail as Detail<"SeatAssigned">;
  const parts = { row: Number.parseInt(seat, 10), letter: seat.at(-1)! };
  const detail = {
    ...rest,
    cabin: "ECONOMY",
    seat: version === 1 ? seat : parts,
    metadata: { ...rest.metadata, version },
  };
  return { name: event.name, detail: seatAssigned[version].detail.parse(detail) as Event["detail"] };
}
