import * as z from "zod";
import { contracts, type Detail } from "./contracts.ts";
import type { Event } from "./publish.ts";

const { source, detail } = contracts.SeatAssigned;

/** New in both versions, and nobody has to know it: a field that may be absent breaks nothing. */
const cabin = z.enum(["ECONOMY"]).optional();

/** What version 2 is for: the row and the letter, which version 1 has in one word. */
const seat = z.object({ row: z.int().positive(), letter: z.string().regex(/^[A-F]$/) });

/** SeatAssigned in all its versions. The first one stays as long as the archive has such events. */
export const seatAssigned = {
  1: { source, version: 1, detail: detail.extend({ cabin }) },
  2: { source, version: 2, detail: detail.extend({ cabin, seat }) },
};

export type SeatAssignedVersion = keyof typeof seatAssigned;

/** A SeatAssigned of version 1, said in one version or the other. It keeps its id: who hears both can tell. */
export function inVersion(version: SeatAssignedVersion, said: Event): Event {
  const { seat, ...rest } = said.detail as Detail<"SeatAssigned">;
  const parts = { row: Number.parseInt(seat, 10), letter: seat.at(-1)! };
  const detail = {
    ...rest,
    cabin: "ECONOMY",
    seat: version === 1 ? seat : parts,
    metadata: { ...rest.metadata, version },
  };
  return { name: said.name, detail: seatAssigned[version].detail.parse(detail) as Event["detail"] };
}
