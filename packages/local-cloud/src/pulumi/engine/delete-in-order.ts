import { dependenciesOf, type ResourceState } from "../stack-state/state.ts";

/**
 * Deletes each resource as soon as all its dependents are deleted. After the first failure no further deletion starts.
 *
 * @returns The resources, dependents first.
 * @throws The first failure, once the deletions in flight have ended.
 */
export async function deleteInOrder(
  resources: readonly ResourceState[],
  remove: (resource: ResourceState) => Promise<void>,
): Promise<ResourceState[]> {
  const done = new Map<ResourceState, Promise<void>>();
  const order: ResourceState[] = [];
  let failed = false;

  const removeAfter = (resource: ResourceState, dependents: Promise<void>[]): Promise<void> =>
    Promise.all(dependents).then(async () => {
      if (failed) return;
      try {
        await remove(resource);
      } catch (error) {
        failed = true;
        throw error;
      }
    });

  for (const resource of inOrder(resources)) {
    const dependents = order.filter((other) => other !== resource && dependenciesOf(other).has(resource.urn));
    done.set(
      resource,
      removeAfter(
        resource,
        dependents.map((other) => done.get(other)!),
      ),
    );
    order.push(resource);
  }
  const results = await Promise.allSettled(done.values());
  const failure = results.find((result) => result.status === "rejected");
  if (failure) throw failure.reason;
  return order;
}

/** Dependents first, otherwise in reverse order. */
function inOrder(resources: readonly ResourceState[]): ResourceState[] {
  const order: ResourceState[] = [];
  const seen = new Set<ResourceState>();
  const dependentsOf = new Map<string, ResourceState[]>();
  for (const resource of resources) {
    for (const urn of dependenciesOf(resource)) dependentsOf.set(urn, [...(dependentsOf.get(urn) ?? []), resource]);
  }
  const visit = (resource: ResourceState) => {
    if (seen.has(resource)) return;
    seen.add(resource);
    for (const dependent of [...(dependentsOf.get(resource.urn) ?? [])].reverse()) visit(dependent);
    order.push(resource);
  };
  for (const resource of [...resources].reverse()) visit(resource);
  return order;
}
