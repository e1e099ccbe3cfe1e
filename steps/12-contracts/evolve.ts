import type { Changes } from "../../infra/components/context.ts";
import type { SeatAssignedVersion } from "../../services/events/versions.ts";

/** How far SeatAssigned has come on its way from version 1 to version 2. */
export interface Evolution {
  /** The versions that Seat Assignment publishes, side by side. */
  published: SeatAssignedVersion[];
  /** The versions that the rule lets through to Ticket. */
  heard: SeatAssignedVersion[];
}

/** What a step of that way changes: what one function says, and what one rule matches. Ticket reads both versions. */
export function evolve({ published, heard }: Evolution): Changes {
  return {
    functionArgs: (name, { environment }) => {
      if (name === "ticket-issue") return { handler: "services/ticket/issue/issue-versions.ts" };
      if (name !== "seat-assign") return {};
      return {
        handler: "services/seat-assignment/assign/assign-versions.ts",
        environment: { ...environment, SEAT_ASSIGNED_VERSIONS: published.join() },
      };
    },
    pattern: (detailType) =>
      //#region 12.3 Let those versions of SeatAssigned through, and no other
      //- ({}),
      detailType === "SeatAssigned" ? { detail: { metadata: { version: heard } } } : {},
    //#endregion
  };
}
