/** A signal that Ctrl-C (or SIGTERM) aborts, and a promise that it resolves. */
export function untilInterrupted(): { signal: AbortSignal; interrupted: Promise<void> } {
  const controller = new AbortController();
  const interrupted = new Promise<void>((resolve) => {
    const stop = () => {
      controller.abort();
      resolve();
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
  return { signal: controller.signal, interrupted };
}
