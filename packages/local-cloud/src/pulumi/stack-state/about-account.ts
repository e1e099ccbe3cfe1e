import { StateFileError } from "./errors.ts";
import { moveEndpoint } from "./move-endpoint.ts";
import type { AccountIdentity, StackState } from "./state.ts";

/**
 * The state as one about this account. If the account was at another address before, its URLs in the state follow.
 *
 * @throws StateFileError if the state describes resources of another account.
 */
export function aboutAccount(
  state: StackState,
  stateFile: string | undefined,
  account: AccountIdentity | undefined,
): StackState {
  const known = state.account;
  if (!account) return state;
  const current = { ...(known ? moveEndpoint(state, known.endpoint, account.endpoint) : state), account };
  const isEmpty = state.resources.length === 0 && state.pending.length === 0;
  if (isEmpty || known === undefined || known.id === account.id) return current;
  throw new StateFileError(`${stateFile} describes the resources of another local cloud.`);
}
