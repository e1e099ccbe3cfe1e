import { Worker } from "node:worker_threads";

/**
 * Ends this process at once when the process that started it has ended, however that happened. A thread watches, since
 * this process may be busy for ever: it may run a learner's endless loop.
 */
export function endWithParent() {
  const watch = new Worker(new URL("./parent-watch.mjs", import.meta.url), { workerData: process.ppid });
  watch.unref();
}
