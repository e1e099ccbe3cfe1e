// The thread that `endWithParent` starts. It needs no event loop of the main thread.
import { workerData as parent } from "node:worker_threads";

const everyMs = 500;

setInterval(() => {
  if (process.ppid === parent && isAlive(parent)) return;
  process.kill(process.pid, "SIGKILL");
}, everyMs);

/** On Windows a process keeps the id of its parent. @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
