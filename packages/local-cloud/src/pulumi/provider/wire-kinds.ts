import type { PropertyChange } from "./provider.ts";

/** In the order of PropertyDiff.Kind's numbers. */
export const changeKinds: PropertyChange[] = [
  "add",
  "add-replace",
  "delete",
  "delete-replace",
  "update",
  "update-replace",
];
