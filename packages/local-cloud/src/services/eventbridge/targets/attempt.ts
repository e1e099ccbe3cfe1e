import type { Account } from "../../../core/account.ts";
import type { Principal } from "../../../core/principal.ts";
import type { Delivery } from "../delivery/delivery.ts";

/** One attempt to deliver one event to one target. */
export interface Attempt {
  account: Account;
  delivery: Delivery;
  /** The event, or the result of the target's input settings. */
  payload: string;
  /** The caller of the target. */
  principal: Principal;
}
