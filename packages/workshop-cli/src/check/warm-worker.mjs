import { Worker } from "node:worker_threads";

const thread = new URL("./warm-worker-thread.mjs", import.meta.url);

/** After so many runs a thread is exchanged for a new one: what tests leave behind should not add up. */
const mostRuns = 50;

/** A thread that runs tests for one Vitest after the other, and keeps what it has loaded. Vitest knows it as a pool. */
export class KeptWorker {
  /** The checkout that it worked for last. */
  root;
  #repository;
  #thread;
  #runs = 0;

  constructor(repository) {
    this.#repository = repository;
  }

  get isWarm() {
    return this.#thread !== undefined;
  }

  lentFor(root) {
    this.root = root;
    if (++this.#runs >= mostRuns) void this.end();
  }

  async end() {
    const thread = this.#thread;
    this.#thread = undefined;
    this.#runs = 0;
    await thread?.terminate();
  }

  /** What Vitest's option `pool` takes ("Custom Pool" in its documentation). */
  get pool() {
    return { name: "kept", createPoolWorker: (options) => this.#poolWorker(options) };
  }

  #poolWorker({ env, execArgv }) {
    const listeners = [];
    const start = () => {
      this.#thread ??= this.#newThread(env, execArgv);
      return this.#thread;
    };
    let current;
    return {
      name: "kept",
      start: async () => {
        current = start();
      },
      on: (event, listener) => {
        listeners.push([event, listener]);
        current.on(event, listener);
      },
      off: (event, listener) => current.off(event, listener),
      send: (message) => current.postMessage(message),
      deserialize: (data) => data,
      // The thread stays; this run's ears do not.
      stop: async () => {
        for (const [event, listener] of listeners) current.off(event, listener);
      },
    };
  }

  #newThread(env, execArgv) {
    const worker = new Worker(thread, {
      env,
      execArgv,
      workerData: { repository: this.#repository },
      stdout: true,
      stderr: true,
    });
    // Nobody reads what tests print: it must not pile up.
    worker.stdout.resume();
    worker.stderr.resume();
    const gone = () => {
      if (this.#thread === worker) this.#thread = undefined;
    };
    worker.once("exit", gone);
    worker.on("error", gone);
    return worker;
  }
}
