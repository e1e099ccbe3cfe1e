import { cpus } from "node:os";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { WorkerConfiguration, WorkerEvent } from "./worker-messages.ts";

const bootstrap = new URL("./bootstrap.mjs", import.meta.url);

/** A started worker thread that has no function yet: its runtime is loaded and waits for a configuration. */
export interface IdleWorker {
  readonly port: MessagePort;
  /** Sends a message and wakes the thread. */
  post(message: WorkerConfiguration | WorkerEvent): void;
  /** Calls `listener` when the thread has ended, with the error that ended it, if any. */
  onEnd(listener: (error: Error | undefined) => void): void;
  end(): Promise<void>;
}

/**
 * Worker threads for new environments. One is kept ready for the memory size of the last request:
 * in a cold start, only loading the bundle takes longer than starting a thread.
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

  /** Starts a worker ahead of time, unless one is ready. */
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
  const wakeUps = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(bootstrap, {
    workerData: { port: port2, wakeUps },
    transferList: [port2],
    // None of this process's variables: they may hold a learner's real credentials.
    env: {},
    execArgv: [],
    // So small a young generation costs a little time and saves tens of megabytes per environment.
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
  });
  worker.unref();
  let failure: Error | undefined;
  worker.on("error", (error: Error) => (failure = error));
  return {
    port: port1,
    post(message) {
      port1.postMessage(message);
      Atomics.add(wakeUps, 0, 1);
      Atomics.notify(wakeUps, 0);
    },
    onEnd: (listener) => void worker.once("exit", () => listener(failure)),
    end: async () => void (await worker.terminate()),
  };
}
