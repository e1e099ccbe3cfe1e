import type { PropertyChange } from "./provider.ts";

/** The kinds in the order of their numbers in `PropertyDiff.Kind`. */
export const changeKinds: PropertyChange[] = [
  "add",
  "add-replace",
  "delete",
  "delete-replace",
  "update",
  "update-replace",
];
