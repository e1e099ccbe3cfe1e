import type { PropertyMap } from "../property-values/values.ts";

/** One resource in the state of a stack. */
export interface ResourceState {
  urn: string;
  type: string;
  /** Managed by a provider. Otherwise it is a component, which only groups. */
  custom: boolean;
  /** The provider's id for it; empty for a component. */
  id: string;
  /** Checked. */
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
  /** URN of a resource whose deletion deletes this one too, so that it needs no call. */
  deletedWith?: string;
  /** The id that it was imported by, which may differ from its id. */
  importId?: string;
  /** It was read, not created, so it is never deleted. */
  external?: boolean;
  /** It has been replaced, and has to be deleted. */
  replaced?: boolean;
  /** Why it exists but is unfinished. The next deployment updates it. */
  initErrors?: string[];
}

/** A call to a provider that has no response yet. */
export interface PendingOperation {
  kind: "create" | "update" | "delete";
  /** As it will be after a create, or was before an update or a delete. */
  resource: ResourceState;
}

/** The state of a stack. */
export interface StackState {
  project: string;
  stack: string;
  /** The number of deployments. */
  serial: number;
  outputs: PropertyMap;
  resources: ResourceState[];
  pending: PendingOperation[];
  /** The account that the resources are in, if it is known. */
  account?: AccountIdentity;
}

/** Which account it is, and where it was reached. */
export interface AccountIdentity {
  /** Two local clouds have the same twelve digits, so this is another, unique string. */
  id: string;
  /** E.g. http://127.0.0.1:4567. The account's URLs, such as those of queues and functions, begin with it. */
  endpoint: string;
}

/** The URNs of the resources that `resource` depends on, which must be deleted after it. */
export function dependenciesOf(resource: ResourceState): Set<string> {
  const urns = new Set([...resource.dependencies, ...Object.values(resource.propertyDependencies).flat()]);
  if (resource.parent) urns.add(resource.parent);
  if (resource.deletedWith) urns.add(resource.deletedWith);
  if (resource.provider) urns.add(resource.provider.slice(0, resource.provider.lastIndexOf("::")));
  return urns;
}
