import { WarmWorker } from "./warm-worker.mjs";

/** A pool of warm workers, each used by one run at a time. A run waits until a worker is free. */
export class WarmWorkers {
  /** @type {WarmWorker[]} */
  #free = [];
  /** @type {((worker: WarmWorker) => void)[]} */
  #waiting = [];

  /** @param {{ atMost: number; repository: string }} options */
  constructor({ atMost, repository }) {
    for (let count = 0; count < atMost; count++) this.#free.push(new WarmWorker(repository));
  }

  /**
   * Runs `work` with a worker. If the signal is aborted, the worker's thread is ended, since what runs there may never
   * end by itself.
   *
   * @template T
   * @param {string} root The checkout that the work is for.
   * @param {AbortSignal} signal
   * @param {(worker: WarmWorker) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async use(root, signal, work) {
    const worker = await this.#take(root);
    const end = () => void worker.end();
    signal.addEventListener("abort", end);
    try {
      if (signal.aborted) throw new Error("The client has disconnected.");
      return await work(worker);
    } finally {
      signal.removeEventListener("abort", end);
      worker.wasUsedFor(root);
      this.#release(worker);
    }
  }

  /**
   * Prefers the worker that was last used for this checkout, then any warm one.
   *
   * @param {string} root
   * @returns {Promise<WarmWorker>}
   */
  async #take(root) {
    const known = this.#free.findIndex((worker) => worker.root === root);
    const index = known >= 0 ? known : this.#free.findLastIndex((worker) => worker.isWarm);
    const [worker] = this.#free.splice(Math.max(index, 0), 1);
    return worker ?? (await new Promise((resolve) => this.#waiting.push(resolve)));
  }

  /** @param {WarmWorker} worker */
  #release(worker) {
    const next = this.#waiting.shift();
    if (next) next(worker);
    else this.#free.push(worker);
  }
}
