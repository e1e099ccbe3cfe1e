import type { Clock } from "../core/clock.ts";
import type { Store } from "../core/store.ts";

/** The account's time and system time at one moment, in milliseconds since 1970. */
interface SavedTime {
  account: number;
  system: number;
}

const collectionName = "cloud/time";
const heartbeatMs = 5000;

/**
 * The time at which an account continues: its last saved time plus the system time that has passed since. So it never
 * goes back, and a scaled clock does not run on while no cloud runs. Undefined if no time was saved.
 */
export function continuedTime(store: Store, systemClock: Clock): number | undefined {
  const saved = store.collection<SavedTime>(collectionName).get("last");
  return saved && saved.account + Math.max(0, systemClock.now() - saved.system);
}

/** The account's last saved time, where a virtual clock continues. */
export function lastTime(store: Store): number | undefined {
  return store.collection<SavedTime>(collectionName).get("last")?.account;
}

/** Saves the time every few seconds, for the next start. @returns a function that saves it a last time and stops */
export function saveTime(store: Store, clock: Clock, systemClock: Clock): () => void {
  const times = store.collection<SavedTime>(collectionName);
  const save = () => times.set("last", { account: clock.now(), system: systemClock.now() });
  const beat = () => {
    save();
    timer = systemClock.after(heartbeatMs, beat);
  };
  let timer = systemClock.after(0, beat);
  return () => {
    timer.cancel();
    save();
  };
}
