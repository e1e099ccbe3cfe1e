import { availableParallelism } from "node:os";
import { FunctionProcess } from "./function-process.ts";

/** Variables that every environment has, and that Node reads when it starts. */
const startEnv = { LANG: "en_US.UTF-8", TZ: ":UTC" };
/** Variables that Node, or the system's loader of programs, reads only when a process starts. */
const readAtStart = /^(NODE_|UV_|LD_|DYLD_|SSL_|OPENSSL_|LC_|LANG|ICU_|MALLOC_)/;

/**
 * Processes for new environments. One is kept ready for the memory size of the last request: in a cold start, starting Node
 * takes about as long as loading the bundle.
 */
export class ReadyProcesses {
  #ready: { memoryMb: number; process: FunctionProcess } | undefined;
  #closed = false;

  /** A process that can run a function with these variables of its own. */
  take(memoryMb: number, variables: Record<string, string>): FunctionProcess {
    if (Object.keys(variables).some((name) => readAtStart.test(name))) {
      return new FunctionProcess({ memoryMb, env: { ...startEnv, ...variables } });
    }
    const ready = this.#ready;
    this.#ready = undefined;
    if (ready?.memoryMb === memoryMb && !ready.process.ended) return ready.process;
    void ready?.process.kill();
    return new FunctionProcess({ memoryMb, env: startEnv });
  }

  /** Starts a process ahead of time, unless one is ready. */
  prepare(memoryMb: number): void {
    if (this.#closed || this.#ready || availableParallelism() < 2) return;
    this.#ready = { memoryMb, process: new FunctionProcess({ memoryMb, env: startEnv }) };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#ready?.process.kill();
    this.#ready = undefined;
  }
}
