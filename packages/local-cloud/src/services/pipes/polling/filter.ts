import { type CompiledPattern, compilePattern, matches } from "../../eventbridge/pattern/index.ts";
import type { PipeEvent } from "../template/pipe-event.ts";

/** Event patterns compiled once, by their text. */
const compiled = new Map<string, CompiledPattern>();

/** "Event filtering in Amazon EventBridge Pipes": an event passes if it matches any of the patterns, or if there are none. */
export function passes(filters: readonly string[], event: PipeEvent): boolean {
  return filters.length === 0 || filters.some((filter) => matches(patternOf(filter), event));
}

function patternOf(filter: string): CompiledPattern {
  let pattern = compiled.get(filter);
  if (!pattern) compiled.set(filter, (pattern = compilePattern(filter)));
  return pattern;
}
