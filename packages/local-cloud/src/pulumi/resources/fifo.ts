import type { CheckFailure } from "../contract/check-failure.ts";
import { containsUnknown, type PropertyMap } from "../property-values/values.ts";

/** What queues and topics have in common: the suffix of a FIFO one's name, and the setting that only a FIFO one has. */
export function fifoFailures(inputs: PropertyMap, flag: "fifoQueue" | "fifoTopic", kind: string): CheckFailure[] {
  const { name, contentBasedDeduplication } = inputs;
  if (typeof name === "string" && !containsUnknown(inputs) && name.endsWith(".fifo") !== (inputs[flag] === true)) {
    return [{ property: "name", reason: `must end with .fifo if ${flag} is true, and only then` }];
  }
  if (contentBasedDeduplication !== true || inputs[flag] !== false) return [];
  return [{ property: "contentBasedDeduplication", reason: `can only be set for a FIFO ${kind}` }];
}
