import type { Control } from "@event-choreography/local-cloud/control";
import type { Outcome } from "./lab.ts";

/** How a lab lets time pass. */
export interface LabTime {
  pause(ms: number): Promise<void>;
  /** Waits until no event of the lab is under way, and gives back what `look` sees then. */
  rest(look: () => Promise<Outcome[]>): Promise<Outcome[]>;
}

/** While only waits are left, a minute passes in a second. */
const speedWhileWaiting = 60;

/**
 * A running cloud's own time, sped up while there is nothing to do but wait, and as fast as before
 * after that. What was under way before the lab began is none of its business.
 */
export async function realTime(control: Control, signal: AbortSignal): Promise<LabTime> {
  const before = new Set(await control.pending());
  const isAtRest = async () => (await control.pending()).every((event) => before.has(event));
  return {
    pause: (ms) => pause(ms, signal),
    rest: async (look) => {
      const { scale } = await control.clock();
      await control.setSpeed(Math.max(scale, speedWhileWaiting));
      try {
        do await pause(250, signal);
        while (!(await isAtRest()));
        return await look();
      } finally {
        await control.setSpeed(scale);
      }
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", end);
      resolve();
    }, ms);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}
