/** A signal that Ctrl-C (or SIGTERM) sets off, and a promise that then resolves. */
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
