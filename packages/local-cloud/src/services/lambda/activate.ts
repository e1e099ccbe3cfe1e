import { replaceFunction } from "./function-name.ts";
import type { FunctionRecord } from "./functions.ts";
import type { Lambda } from "./lambda.ts";

/** Stores new code or a new configuration. Later events run in new environments; those in flight finish in the old ones. */
export function activate(lambda: Lambda, changed: FunctionRecord): FunctionRecord {
  const { account, fleet, options } = lambda;
  const record = replaceFunction(lambda, {
    ...changed,
    generation: account.store.sequence(),
    lastModified: account.clock.now(),
  });
  fleet.retireOld(record.name, record.generation);
  if (options.proactiveInitialization) fleet.startAhead(record);
  return record;
}
