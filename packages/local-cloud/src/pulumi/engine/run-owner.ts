import { AsyncLocalStorage, createHook } from "node:async_hooks";

/** One run of a program. */
interface Run {
  /** After its end, its rejections are of interest to nobody. */
  ended: boolean;
}

const current = new AsyncLocalStorage<Run>();
/** The run in which a promise was made. */
const owners = new WeakMap<object, Run>();
const hook = createHook({
  init(_id, type, _trigger, resource) {
    const run = type === "PROMISE" ? current.getStore() : undefined;
    if (run) owners.set(resource, run);
  },
});
/** Runs that were stopped: their programs may go on. */
let stopped = 0;
let running = 0;
let filtering = false;

/**
 * Runs a program so that its rejected promises can be told from those of others, as long as it goes on: a program that
 * was stopped cannot be ended, and must not make a later one in this process fail.
 *
 * @param work resolves with whether the program has ended by itself
 */
export async function inOwnRun(work: () => Promise<boolean>): Promise<void> {
  const run: Run = { ended: false };
  running++;
  hook.enable();
  let byItself = false;
  try {
    byItself = await current.run(run, work);
  } finally {
    run.ended = true;
    running--;
    if (!byItself) stopped++;
    if (running === 0 && stopped === 0) hook.disable();
    dropRejectionsOfEndedRuns();
  }
}

/** Node emits this event for a rejection that nobody handles; true means that somebody did. */
function dropRejectionsOfEndedRuns(): void {
  if (filtering) return;
  filtering = true;
  const emit = process.emit.bind(process) as (event: string, ...details: unknown[]) => boolean;
  process.emit = ((event: string, ...details: unknown[]) => {
    const promise = event === "unhandledRejection" ? (details[1] as object) : undefined;
    return (promise !== undefined && owners.get(promise)?.ended === true) || emit(event, ...details);
  }) as typeof process.emit;
}
