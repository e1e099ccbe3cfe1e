/** The saved state of a stack that the embedded engine deploys, without the engine, which takes longer to load. */
import type { PropertyMap } from "../property-values/values.ts";
import type { Provider } from "../provider/provider.ts";
import { aboutAccount } from "./about-account.ts";
import { compareStack, type StackDifferences } from "./compare-stack.ts";
import type { AccountIdentity, StackState } from "./state.ts";
import { StateFile } from "./state-file.ts";

export type { StackDifferences } from "./compare-stack.ts";
export { StackError, StateFileError } from "./errors.ts";
export type { AccountIdentity } from "./state.ts";

/** What a saved state says, for those who do not deploy. */
export interface SavedStack {
  outputs: PropertyMap;
  /** How many resources it has, components and pending operations included. */
  size: number;
  /** The number of deployments. */
  serial: number;
}

/** A stack's name, and the account that it is in. */
export interface StackRef {
  project: string;
  stack: string;
  /** As for `openStack`. */
  account?: AccountIdentity;
}

/**
 * Reads a stack's saved state; an empty one if there is no file.
 *
 * @throws StateFileError if the file is damaged, another stack's, or about another account.
 */
export function readStack(file: string, ref: StackRef): SavedStack {
  const { outputs, resources, pending, serial } = read(file, ref);
  return { outputs, size: resources.length + pending.length, serial };
}

/**
 * Compares a stack's saved state with what the account has. They differ if somebody changed the account by hand, or if one
 * of the two was restored from a copy.
 *
 * @throws StateFileError as `readStack` does.
 */
export function compareWithAccount(file: string, ref: StackRef, provider: Provider): Promise<StackDifferences> {
  return compareStack(read(file, ref), provider);
}

function read(file: string, { project, stack, account }: StackRef): StackState {
  return aboutAccount(new StateFile(file).read(project, stack), file, account);
}
