import { KeptWorker } from "./warm-worker.mjs";

/** A few workers, each lent to one run at a time. Who finds none waits. */
export class KeptWorkers {
  #free = [];
  #waiting = [];

  constructor({ atMost, repository }) {
    for (let count = 0; count < atMost; count++) this.#free.push(new KeptWorker(repository));
  }

  /** If the signal is aborted meanwhile, the worker's thread is ended: what runs there may never end by itself. */
  async lend(root, signal, work) {
    const worker = await this.#take(root);
    const end = () => void worker.end();
    signal.addEventListener("abort", end);
    try {
      if (signal.aborted) throw new Error("Who asked for it has hung up.");
      return await work(worker);
    } finally {
      signal.removeEventListener("abort", end);
      worker.lentFor(root);
      this.#giveBack(worker);
    }
  }

  /** The one that worked for this checkout before knows it best. */
  async #take(root) {
    if (this.#free.length === 0) return await new Promise((taken) => this.#waiting.push(taken));
    const known = this.#free.findIndex((worker) => worker.root === root);
    const index = known >= 0 ? known : this.#free.findLastIndex((worker) => worker.isWarm);
    return this.#free.splice(Math.max(index, 0), 1)[0];
  }

  #giveBack(worker) {
    const next = this.#waiting.shift();
    if (next) next(worker);
    else this.#free.push(worker);
  }
}
