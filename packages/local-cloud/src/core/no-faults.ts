import type { Faults } from "./faults.ts";

/** Nothing goes wrong. */
export const noFaults: Faults = {
  onCall: () => undefined,
  onDelivery: () => undefined,
  onInvoke: () => undefined,
};
