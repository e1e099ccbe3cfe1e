import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/**
 * The bookings per second that the SDK's own cost allows: the same calls, on all processors at once, against
 * a server that answers with fixed responses.
 */
export async function sdkBound(bookings: number): Promise<number> {
  const server = new Worker(new URL("./instant-server.mjs", import.meta.url));
  const [port] = await once(server, "message");
  const count = Math.max(2, availableParallelism());
  const share = Math.ceil(bookings / count);
  const callers = Array.from({ length: count }, () => {
    return new Worker(new URL("./sdk-caller.mjs", import.meta.url), { workerData: { port, bookings: share } });
  });
  await Promise.all(callers.map((caller) => once(caller, "message")));
  const startedAt = performance.now();
  for (const caller of callers) caller.postMessage("go");
  await Promise.all(callers.map((caller) => once(caller, "message")));
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all([server, ...callers].map((worker) => worker.terminate()));
  return (share * count) / seconds;
}
