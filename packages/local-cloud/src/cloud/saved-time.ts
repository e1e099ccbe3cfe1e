import type { Clock } from "../core/clock.ts";
import type { Store } from "../core/store.ts";

/** What the account's clock showed, and the machine's at that moment; in milliseconds since 1970. */
interface KeptTime {
  account: number;
  machine: number;
}

const collectionName = "cloud/time";
const heartbeatMs = 5000;

/**
 * The time at which an account goes on that was last seen at the kept one: what has passed on the
 * machine since then has passed for it, so it never goes back, and a scaled clock does not race
 * through the night in which nothing ran. Undefined if nothing was kept.
 */
export function continuedTime(store: Store, machine: Clock): number | undefined {
  const kept = store.collection<KeptTime>(collectionName).get("last");
  return kept && kept.account + Math.max(0, machine.now() - kept.machine);
}

/** The time that the account was last seen at: where a virtual clock goes on. */
export function lastTime(store: Store): number | undefined {
  return store.collection<KeptTime>(collectionName).get("last")?.account;
}

/** Notes the time now and then for the next start; call what it gives for the last time of all. */
export function keepTime(store: Store, account: Clock, machine: Clock): () => void {
  const times = store.collection<KeptTime>(collectionName);
  const note = () => times.set("last", { account: account.now(), machine: machine.now() });
  const beat = () => {
    note();
    timer = machine.after(heartbeatMs, beat);
  };
  let timer = machine.after(0, beat);
  return () => {
    timer.cancel();
    note();
  };
}
