import type { Faults } from "./faults.ts";

/** Injects nothing. */
export const noFaults: Faults = {
  onCall: () => undefined,
  onDelivery: () => undefined,
  onInvoke: () => undefined,
};
