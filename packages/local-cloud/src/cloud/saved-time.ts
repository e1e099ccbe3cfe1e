import type { Clock } from "../core/clock.ts";
import { RealClock } from "../core/real-clock.ts";
import type { Store } from "../core/store.ts";

/** The account's time and system time at one moment, in milliseconds since 1970. */
interface SavedTime {
  account: number;
  system: number;
  /** How fast the account's time went on from there; 1 if the cloud was closed at that moment. */
  scale?: number;
}

const collectionName = "cloud/time";
const heartbeatMs = 5000;
/** A busy process saves late. */
const longestGapMs = 2 * heartbeatMs;

/**
 * The time at which an account continues: its last saved time plus the system time that has passed since. If the cloud
 * was killed, its clock may have gone on at its scale until the next time would have been saved. So the time never goes
 * back, and a scaled clock does not run on while no cloud runs. Undefined if no time was saved.
 */
export function continuedTime(store: Store, systemClock: Clock): number | undefined {
  const saved = store.collection<SavedTime>(collectionName).get("last");
  if (!saved) return undefined;
  const passed = Math.max(0, systemClock.now() - saved.system);
  const perhapsScaled = Math.min(passed, longestGapMs);
  return saved.account + perhapsScaled * (saved.scale ?? 1) + (passed - perhapsScaled);
}

/** The account's last saved time, where a virtual clock continues. */
export function lastTime(store: Store): number | undefined {
  return store.collection<SavedTime>(collectionName).get("last")?.account;
}

/** Saves an account's time for its next start. */
export interface TimeSaver {
  /** Call it when the scale has changed. */
  save(): void;
  /** Saves the time a last time, and stops. */
  stop(): void;
}

/** Saves the time every few seconds. */
export function saveTime(store: Store, clock: Clock, systemClock: Clock): TimeSaver {
  const times = store.collection<SavedTime>(collectionName);
  const scale = () => (clock instanceof RealClock ? clock.scale : 1);
  const saveAt = (scale: number) => times.set("last", { account: clock.now(), system: systemClock.now(), scale });
  const save = () => saveAt(scale());
  const beat = () => {
    save();
    timer = systemClock.after(heartbeatMs, beat);
  };
  let timer = systemClock.after(0, beat);
  return {
    save,
    stop() {
      timer.cancel();
      saveAt(1);
    },
  };
}
