import type { Account } from "../../../core/account.ts";
import type { Principal } from "../../../core/principal.ts";
import type { Delivery } from "../delivery/delivery.ts";

/** One attempt to bring one event to one target. */
export interface Attempt {
  account: Account;
  delivery: Delivery;
  /** What the target gets: the event, or what the target's input settings make of it. */
  payload: string;
  /** As whom the target is called. */
  principal: Principal;
}
