/**
 * Runs `task` after `ms` milliseconds of system time; returns a function that cancels it. The account's
 * clock would not do: it watches real code, and virtual time does not advance while that loops forever.
 */
export function startWatchdog(ms: number, task: () => void): () => void {
  const handle = setTimeout(task, ms);
  handle.unref();
  return () => clearTimeout(handle);
}
