import type { Changes } from "../../infra/components/context.ts";

/** One deployment in the move of SeatAssigned from version 1 to version 2. */
export interface Evolution {
  /** The versions that Seat Assignment publishes, side by side. */
  published: number[];
  /** The versions that the rule delivers to Ticket. */
  consumed: number[];
}

/**
 * Sets the versions that Seat Assignment publishes and that the rule matches. Ticket can read both versions, and takes
 * both for one event, since they have one id.
 */
export function evolve({ published, consumed }: Evolution): Changes {
  return {
    functionArgs: (name, { environment }) => {
      if (name === "payment-charge") return { handler: "services/payment/charge/charge-currency.ts" };
      if (name === "ticket-issue") return { handler: "services/ticket/issue/issue-versions.ts" };
      if (name !== "seat-assign") return {};
      return {
        handler: "services/seat-assignment/assign/assign-versions.ts",
        environment: { ...environment, SEAT_ASSIGNED_VERSIONS: published.join() },
      };
    },
    pattern: (detailType) =>
      //#region 12.3 Match only the given versions of SeatAssigned
      //- ({}),
      detailType === "SeatAssigned" ? { detail: { metadata: { version: consumed } } } : {},
    //#endregion
  };
}
