import { cpus } from "node:os";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";

const bootstrap = new URL("./bootstrap.mjs", import.meta.url);

/** A started thread that no function has yet: its runtime is loaded and waits for a configuration. */
export interface IdleWorker {
  readonly port: MessagePort;
  /** Sends, and wakes the thread. */
  post(message: object): void;
  /** Told once, when the thread has ended; with the error that ended it, if there was one. */
  onEnd(listener: (error: Error | undefined) => void): void;
  end(): Promise<void>;
}

/**
 * Threads for new environments. One is kept ready for the memory size that was asked for last,
 * since starting one takes longer than all else in a cold start but the loading of the bundle.
 */
export class IdleWorkers {
  #ready: { memoryMb: number; worker: IdleWorker } | undefined;
  #closed = false;

  take(memoryMb: number): IdleWorker {
    const ready = this.#ready;
    this.#ready = undefined;
    if (ready?.memoryMb === memoryMb) return ready.worker;
    void ready?.worker.end();
    return start(memoryMb);
  }

  /** Starts one ahead of time, unless there is one. */
  prepare(memoryMb: number): void {
    if (this.#closed || this.#ready || cpus().length < 2) return;
    this.#ready = { memoryMb, worker: start(memoryMb) };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#ready?.worker.end();
    this.#ready = undefined;
  }
}

function start(memoryMb: number): IdleWorker {
  const { port1, port2 } = new MessageChannel();
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(bootstrap, {
    workerData: { port: port2, bell },
    transferList: [port2],
    // Nothing of this process's own variables: they may hold a learner's real credentials.
    env: {},
    execArgv: [],
    // A young generation as small as this costs a little time and saves tens of megabytes an environment.
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
  });
  worker.unref();
  let failure: Error | undefined;
  worker.on("error", (error: Error) => (failure = error));
  return {
    port: port1,
    post(message) {
      port1.postMessage(message);
      Atomics.add(bell, 0, 1);
      Atomics.notify(bell, 0);
    },
    onEnd: (listener) => void worker.once("exit", () => listener(failure)),
    end: async () => void (await worker.terminate()),
  };
}
