import { existsSync } from "node:fs";

const everyMs = 1000;

/**
 * Calls `onGone` once a file that the cloud needs is gone: its folder was deleted or moved, and what the cloud writes from
 * then on is lost.
 *
 * @returns A function that stops watching.
 */
export function watchFolder(file: string, onGone: () => void): () => void {
  const timer = setInterval(() => {
    if (existsSync(file)) return;
    clearInterval(timer);
    onGone();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
