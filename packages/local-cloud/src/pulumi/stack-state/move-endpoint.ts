import { withAddress } from "../../core/addresses.ts";
import type { PropertyMap, PropertyValue } from "../property-values/values.ts";
import type { StackState } from "./state.ts";

/**
 * The state of a stack whose account is now reached at another address. The account's URLs, such as a queue's (which is
 * its id, too) or a function's, begin with the address; everything else stays.
 */
export function moveEndpoint(state: StackState, from: string, to: string): StackState {
  if (from === to) return state;
  const { outputs, resources, pending, ...rest } = state as StackState & PropertyMap;
  const moved = <T>(value: T) => withAddress(value as PropertyValue, from, to) as T;
  return { ...rest, outputs: moved(outputs), resources: moved(resources), pending: moved(pending) };
}
