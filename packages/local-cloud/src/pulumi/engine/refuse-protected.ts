import type { ResourceState } from "../stack-state/state.ts";
import { urnParts } from "./urn.ts";

/** @throws Error if the resource is protected. */
export function refuseProtected(resource: ResourceState, operation: "delete" | "replace"): void {
  if (!resource.protect) return;
  const { name } = urnParts(resource.urn);
  throw new Error(
    `cannot ${operation} ${name}, which is protected: set protect to false and deploy, then ${operation} it`,
  );
}
