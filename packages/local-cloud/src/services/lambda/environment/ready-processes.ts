import { availableParallelism } from "node:os";
import { FunctionProcess } from "./function-process.ts";
import { startWatchdog } from "./watchdog.ts";

/** Variables that every environment has, and that Node reads when it starts. */
const startEnv = { LANG: "en_US.UTF-8", TZ: ":UTC" };
/** Variables that Node, or the system's loader of programs, reads only when a process starts. */
const readAtStart = /^(NODE_|UV_|LD_|DYLD_|SSL_|OPENSSL_|LC_|LANG|ICU_|MALLOC_)/;
/** How long a process is kept without a cloud: tests start one after the other. */
const keepMs = 1000;

/**
 * Processes for new environments. One is kept ready for the memory size of the last request: in a cold start, starting Node
 * takes about as long as loading the bundle. It has run nothing yet, so all clouds in this process share it.
 */
class ReadyProcesses {
  #ready: { memoryMb: number; process: FunctionProcess } | undefined;
  #users = 0;
  #stopWaiting = () => {};

  /** A cloud starts to use these processes. */
  open(): void {
    this.#users++;
    this.#stopWaiting();
  }

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
    if (this.#users === 0 || this.#ready || availableParallelism() < 2) return;
    this.#ready = { memoryMb, process: new FunctionProcess({ memoryMb, env: startEnv }) };
  }

  /** A cloud has ended. */
  close(): void {
    if (--this.#users === 0) this.#stopWaiting = startWatchdog(keepMs, () => this.#end());
  }

  #end(): void {
    void this.#ready?.process.kill();
    this.#ready = undefined;
  }
}

export const readyProcesses = new ReadyProcesses();
