import { randomUUID } from "node:crypto";
import type { Store } from "../core/store.ts";

const collectionName = "cloud/identity";

/**
 * A string that is unique to this account. All local clouds have the same twelve digits, so a stack's state knows by this
 * whether it is about this account. It stays the same across restarts, and in a copy of the folder.
 */
export function identityOf(store: Store): string {
  const identity = store.collection<string>(collectionName);
  const known = identity.get("id");
  if (known !== undefined) return known;
  const id = randomUUID();
  identity.set("id", id);
  return id;
}
