import { Worker } from "node:worker_threads";

/** @import { PoolOptions, PoolWorker } from "vitest/node" */

const threadScript = new URL("./warm-worker-thread.mjs", import.meta.url);

/** After this many runs the thread is replaced: what tests leave behind should not add up. */
const mostRuns = 50;

/** A thread that runs tests for one Vitest after the other, and keeps what it has loaded. Vitest sees it as a pool. */
export class WarmWorker {
  /**
   * The checkout that it was last used for.
   *
   * @type {string | undefined}
   */
  root;
  /** @type {string} */
  #repository;
  /** @type {Worker | undefined} */
  #thread;
  #runs = 0;

  /** @param {string} repository The repository whose local cloud stays loaded between runs. */
  constructor(repository) {
    this.#repository = repository;
  }

  get isWarm() {
    return this.#thread !== undefined;
  }

  /** @param {string} root */
  wasUsedFor(root) {
    this.root = root;
    if (++this.#runs >= mostRuns) void this.end();
  }

  async end() {
    const thread = this.#thread;
    this.#thread = undefined;
    this.#runs = 0;
    await thread?.terminate();
  }

  /** For Vitest's option `pool` ("Custom Pool" in its documentation). */
  get pool() {
    return { name: "warm", createPoolWorker: (/** @type {PoolOptions} */ options) => this.#poolWorker(options) };
  }

  /**
   * @param {PoolOptions} options
   * @returns {PoolWorker}
   */
  #poolWorker({ env, execArgv }) {
    /** @type {[event: string, listener: (argument: any) => void][]} */
    const listeners = [];
    /** @type {Worker | undefined} */
    let current;
    return {
      name: "warm",
      start: async () => {
        this.#thread ??= this.#newThread(env, execArgv);
        current = this.#thread;
      },
      on: (event, listener) => {
        listeners.push([event, listener]);
        current?.on(event, listener);
      },
      off: (event, listener) => void current?.off(event, listener),
      send: (message) => current?.postMessage(message),
      deserialize: (data) => data,
      // The thread stays; this run's listeners do not.
      stop: async () => {
        for (const [event, listener] of listeners) current?.off(event, listener);
      },
    };
  }

  /**
   * @param {Partial<NodeJS.ProcessEnv>} env
   * @param {string[]} execArgv
   */
  #newThread(env, execArgv) {
    const worker = new Worker(threadScript, {
      env,
      execArgv,
      workerData: { repository: this.#repository },
      stdout: true,
      stderr: true,
    });
    // Nothing reads what tests print: it must not pile up.
    worker.stdout.resume();
    worker.stderr.resume();
    const forget = () => {
      if (this.#thread === worker) this.#thread = undefined;
    };
    worker.once("exit", forget);
    worker.on("error", forget);
    return worker;
  }
}
