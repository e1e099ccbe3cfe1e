import { withAddress } from "../core/addresses.ts";
import type { Store } from "../core/store.ts";
import type { FunctionRecord } from "../services/lambda/functions.ts";

const collectionName = "cloud/endpoint";

/**
 * Updates what the account stores about its own address, after a start at another port. The account makes the URLs of
 * queues and functions again for each response, but functions have some in their environment variables.
 */
export function followEndpoint(store: Store, endpoint: string): void {
  const saved = store.collection<string>(collectionName);
  const before = saved.get("url");
  if (before === endpoint) return;
  saved.set("url", endpoint);
  if (before === undefined) return;
  const functions = store.collection<FunctionRecord>("lambda/functions");
  for (const [name, record] of functions.entries()) {
    const { Variables } = record.configuration;
    if (!Variables || !JSON.stringify(Variables).includes(before)) continue;
    const configuration = { ...record.configuration, Variables: withAddress(Variables, before, endpoint) };
    functions.set(name, { ...record, configuration });
  }
}
