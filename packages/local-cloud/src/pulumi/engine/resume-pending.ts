import type { PendingOperation } from "../stack-state/state.ts";
import type { DeploymentState } from "./deployment-state.ts";
import type { ResourceCalls } from "./resource-calls.ts";

/** Finds the result of the calls that were pending when the last deployment was interrupted. */
export async function resumePending(state: DeploymentState, calls: ResourceCalls): Promise<void> {
  const { pending } = state.stack;
  if (pending.length === 0) return;
  for (const operation of pending) await resume(operation, state, calls);
  state.stack.pending = [];
  await state.save();
}

/** A delete is simply repeated: deleting a missing resource is not an error. */
async function resume(
  { kind, resource }: PendingOperation,
  state: DeploymentState,
  calls: ResourceCalls,
): Promise<void> {
  if (kind === "delete") return;
  await calls.configureFor(resource);
  if (kind === "create") await resumeCreate(resource, state, calls);
  else await resumeUpdate(resource, state, calls);
}

async function resumeCreate(resource: PendingOperation["resource"], state: DeploymentState, calls: ResourceCalls) {
  const id = await calls.idOf(resource);
  const found = id ? await calls.read({ ...resource, id, outputs: resource.inputs }) : undefined;
  // It may be unfinished. With its current properties as inputs, this deployment sees what is missing.
  if (found) state.put(undefined, { ...resource, id: found.id, outputs: found.properties, inputs: found.inputs });
}

async function resumeUpdate(resource: PendingOperation["resource"], state: DeploymentState, calls: ResourceCalls) {
  const found = await calls.read(resource);
  const old = state.find(resource.urn);
  if (found && old) state.put(old, { ...old, outputs: found.properties, inputs: found.inputs });
}
