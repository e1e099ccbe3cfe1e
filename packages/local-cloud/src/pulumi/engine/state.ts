import type { PropertyMap } from "../wire/values.ts";

/** One resource as the engine remembers it between deployments. */
export interface ResourceState {
  urn: string;
  type: string;
  /** Made by a provider; otherwise a component, which only groups. */
  custom: boolean;
  /** The provider's id for it; empty for a component. */
  id: string;
  /** As checked. */
  inputs: PropertyMap;
  outputs: PropertyMap;
  parent?: string;
  /** URNs. */
  dependencies: string[];
  /** URNs by input property. */
  propertyDependencies: Record<string, string[]>;
  /** URN and id of the provider. */
  provider?: string;
  protect?: boolean;
  retainOnDelete?: boolean;
  /** It goes together with this resource, so that it need not be deleted itself. */
  deletedWith?: string;
  /** What it was imported by, which need not be its id. */
  importId?: string;
  /** Was read, not made: it is never deleted. */
  external?: boolean;
  /** Has been replaced, and is yet to be deleted. */
  replaced?: boolean;
  /** Why it is there but unfinished: the next deployment brings it to its inputs. */
  initErrors?: string[];
}

/** A call to a provider that was begun and of which no end is known. */
export interface PendingOperation {
  kind: "create" | "update" | "delete";
  /** As it will be, or was. */
  resource: ResourceState;
}

/** All that is remembered of a stack. */
export interface StackState {
  project: string;
  stack: string;
  /** Counts deployments. */
  serial: number;
  outputs: PropertyMap;
  resources: ResourceState[];
  pending: PendingOperation[];
}

/** Everything that must be there for `resource`, and so is deleted after it. */
export function needs(resource: ResourceState): Set<string> {
  const urns = new Set([...resource.dependencies, ...Object.values(resource.propertyDependencies).flat()]);
  if (resource.parent) urns.add(resource.parent);
  if (resource.deletedWith) urns.add(resource.deletedWith);
  if (resource.provider) urns.add(resource.provider.slice(0, resource.provider.lastIndexOf("::")));
  return urns;
}
