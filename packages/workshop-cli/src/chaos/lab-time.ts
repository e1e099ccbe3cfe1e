import type { Control } from "@event-choreography/local-cloud/control";

/** How a lab waits. */
export interface LabTime {
  pause(ms: number): Promise<void>;
  /** Waits until none of the lab's events is pending. */
  untilIdle(): Promise<void>;
}

/** A minute passes in a second. */
const speedWhileWaiting = 60;

/**
 * Time in a running local cloud. `untilIdle` speeds its clock up, and sets it back afterwards. What was pending before
 * the lab does not count, nor does what a schedule starts: the next minute would bring more of it, without end.
 *
 * @param scheduled The physical names of the functions that run by a schedule.
 */
export async function realTime(
  control: Pick<Control, "pending" | "clock" | "setSpeed">,
  { signal, scheduled }: { signal: AbortSignal; scheduled: readonly string[] },
): Promise<LabTime> {
  const before = new Set(await control.pending());
  const isScheduled = (work: string) =>
    work.startsWith("scheduled ") || scheduled.some((name) => work.endsWith(` of ${name}`));
  const isIdle = async () => (await control.pending()).every((work) => before.has(work) || isScheduled(work));
  return {
    pause: (ms) => pause(ms, signal),
    untilIdle: async () => {
      const { scale } = await control.clock();
      await control.setSpeed(Math.max(scale, speedWhileWaiting));
      try {
        do await pause(250, signal);
        while (!(await isIdle()));
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
