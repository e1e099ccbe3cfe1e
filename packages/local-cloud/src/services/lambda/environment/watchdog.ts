/**
 * Runs `task` after so many milliseconds of the machine's own time, and gives back what calls it
 * off. Not the account's clock, on purpose: what it watches is code that really runs, and that
 * under virtual time may loop for ever without the time moving.
 */
export function startWatchdog(ms: number, task: () => void): () => void {
  const handle = setTimeout(task, ms);
  handle.unref();
  return () => clearTimeout(handle);
}
