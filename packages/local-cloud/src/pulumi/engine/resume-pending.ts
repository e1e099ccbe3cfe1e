import type { Ledger } from "./ledger.ts";
import type { ResourceCalls } from "./resource-calls.ts";
import type { PendingOperation } from "./state.ts";

/** Finds out what became of the calls in which the last deployment was interrupted. */
export async function resumePending(ledger: Ledger, calls: ResourceCalls): Promise<void> {
  const { pending } = ledger.state;
  if (pending.length === 0) return;
  for (const operation of pending) await resume(operation, ledger, calls);
  ledger.state.pending = [];
  await ledger.save();
}

/** A delete is done again: that the resource is gone already is no error. */
async function resume({ kind, resource }: PendingOperation, ledger: Ledger, calls: ResourceCalls): Promise<void> {
  if (kind === "delete") return;
  await calls.configureFor(resource);
  if (kind === "create") await resumeCreate(resource, ledger, calls);
  else await resumeUpdate(resource, ledger, calls);
}

async function resumeCreate(resource: PendingOperation["resource"], ledger: Ledger, calls: ResourceCalls) {
  const id = await calls.idOf(resource);
  const found = id ? await calls.read({ ...resource, id, outputs: resource.inputs }) : undefined;
  // Unfinished, perhaps: its inputs are what is there, so that the next deployment sees what is missing.
  if (found) ledger.put(undefined, { ...resource, id: found.id, outputs: found.properties, inputs: found.inputs });
}

async function resumeUpdate(resource: PendingOperation["resource"], ledger: Ledger, calls: ResourceCalls) {
  const found = await calls.read(resource);
  const old = ledger.find(resource.urn);
  if (found && old) ledger.put(old, { ...old, outputs: found.properties, inputs: found.inputs });
}
