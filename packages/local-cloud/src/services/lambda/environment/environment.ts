import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { IdleWorker } from "./idle-workers.ts";
import type { LogBuffer } from "./log-buffer.ts";
import type { FunctionFailure, Outcome, Run } from "./outcome.ts";
import { startWatchdog } from "./watchdog.ts";
import type { WorkerMessage } from "./worker-messages.ts";

/** The settings of an environment; they never change. */
export interface EnvironmentSpec {
  id: string;
  functionName: string;
  /** New after every change of code or configuration. An environment of an older generation takes no more events. */
  generation: string;
  functionArn: string;
  handler: string;
  taskRoot: string;
  variables: Record<string, string>;
  memoryMb: number;
  timeoutMs: number;
  /** Whether handlers may take a callback: not from Node.js 24 on. */
  callbacks: boolean;
  /** See `LambdaOptions`. */
  timeoutScale: number;
  roleName: string;
  logGroup: string;
  logStream: string;
}

export interface RunRequest {
  requestId: string;
  /** JSON. */
  payload: string;
  clientContext?: string | undefined;
  /** Invoked by another function, which waits for the result. */
  nested?: boolean;
  /** The time that the function's clock shows, in milliseconds since 1970. Default: system time. */
  now?: number;
}

/** AWS ends the initialization after ten seconds ("Init phase"). */
const initTimeoutMs = 10_000;

/** How the process of an environment ended. */
interface Ending {
  /** Follows "RequestId: … Error: " in the error message. */
  reason: string;
  errorType: string;
  /** The error type in the REPORT line, if it is another one. */
  reportedType?: string;
  timedOut?: true;
}

/**
 * One execution environment ("Understanding the Lambda execution environment lifecycle"): a
 * worker thread with the function's bundle, which handles one event at a time.
 */
export class Environment {
  readonly spec: EnvironmentSpec;
  readonly log: LogBuffer;
  /** By the account's clock. */
  lastUsedAt = 0;
  /** When it got its current event, as `performance.now()`. */
  busySince = 0;
  /** Resolves once it can take an event or has failed to start. */
  readonly initialized: Promise<void>;
  readonly #worker: IdleWorker;
  readonly #port: MessagePort;
  #resolveInitialized!: () => void;
  #initDurationMs: number | undefined;
  #initFailure: FunctionFailure | undefined;
  #reportInit = true;
  #memoryMb = 0;
  #ending: Ending | undefined;
  #exited = false;
  #answer: ((answer: Outcome & { exits?: true }) => void) | undefined;
  #stopWatchdog: () => void;

  constructor(spec: EnvironmentSpec, worker: IdleWorker, log: LogBuffer) {
    this.spec = spec;
    this.log = log;
    this.#worker = worker;
    this.#port = worker.port;
    this.initialized = new Promise((resolve) => (this.#resolveInitialized = resolve));
    this.#port.on("message", (message: WorkerMessage) => this.#receive(message));
    this.#port.unref();
    worker.onEnd((error) => this.#exit(error));
    const { variables, handler, taskRoot, callbacks } = spec;
    this.#stopWatchdog = startWatchdog(initTimeoutMs * Math.max(1, spec.timeoutScale), () => this.#endBy(initTimeout));
    worker.post({ env: variables, handler, taskRoot, callbacks });
  }

  /** Whether it can take another event. */
  get alive(): boolean {
    return !this.#ending && !this.#exited && !this.#initFailure;
  }

  /** Runs one event; never rejects. */
  async run(request: RunRequest): Promise<Run> {
    await this.initialized;
    const initDurationMs = this.#reportInit ? this.#initDurationMs : undefined;
    this.#reportInit = false;
    const startedAt = performance.now();
    const answer = this.alive ? await this.#deliver(request) : this.#failure(request.requestId);
    return {
      outcome: answer,
      // In the function's own seconds: a run of half the scaled timeout reports half the Timeout.
      durationMs: (performance.now() - startedAt) / this.spec.timeoutScale,
      ...(initDurationMs !== undefined && { initDurationMs }),
      maxMemoryUsedMb: Math.min(this.#memoryMb, this.spec.memoryMb),
      ...this.#endOf(answer),
    };
  }

  /** Leaves Init Duration out of the first REPORT line, as for every environment initialized ahead of time. */
  markInitializedAhead(): void {
    this.#reportInit = false;
  }

  /** Ends it as if its process had died; resolves when its code has stopped. */
  crash(): Promise<void> {
    return this.#endBy({ reason: "Runtime exited with error: signal: killed", errorType: "Runtime.ExitError" });
  }

  /** Ends it as Lambda does when a run exceeds the timeout. */
  timeOut(): Promise<void> {
    return this.#endBy(runTimeout(this.spec.timeoutMs));
  }

  /** Ends it. Meant for idle environments: a current event fails. */
  retire(): Promise<void> {
    return this.#endBy({ reason: "Environment retired", errorType: "Runtime.ExitError" });
  }

  async #deliver(request: RunRequest): Promise<Outcome> {
    const { requestId, payload, clientContext, now } = request;
    const { functionArn, timeoutMs, timeoutScale } = this.spec;
    const answered = new Promise<Outcome & { exits?: true }>((resolve) => (this.#answer = resolve));
    this.#stopWatchdog = startWatchdog(timeoutMs * timeoutScale, () => this.#endBy(runTimeout(timeoutMs)));
    const traceId = traceHeader(requestId);
    this.#worker.post({ requestId, payload, timeoutMs, timeoutScale, functionArn, traceId, clientContext, now });
    const answer = await answered;
    this.#stopWatchdog();
    this.#answer = undefined;
    return answer;
  }

  #receive(message: WorkerMessage): void {
    if (message.kind === "line") return this.log.line(message.level, message.text, message.structured);
    if (message.kind === "output") return this.log.output(message.text);
    if (message.kind === "ready") return this.#ready(message.durationMs, message.memoryMb);
    if (message.kind === "init-failed") {
      this.#initFailure = message.failure;
      return;
    }
    // Messages after the end do not count.
    if (this.#ending) return;
    this.#memoryMb = message.memoryMb;
    // The worker's own limit leaves out buffers.
    if (message.memoryMb > this.spec.memoryMb) return void this.#endBy(outOfMemory);
    if (message.kind === "done") return this.#answer?.({ ok: true, payload: message.payload });
    if (message.exits) this.#ending = { reason: "", errorType: message.failure.errorType };
    this.#answer?.({ ok: false, failure: message.failure });
  }

  #ready(durationMs: number, memoryMb: number): void {
    this.#stopWatchdog();
    this.#initDurationMs = durationMs;
    this.#memoryMb = memoryMb;
    this.#resolveInitialized();
  }

  #exit(error: Error | undefined): void {
    // The last messages may not have been delivered yet.
    for (let last = receiveMessageOnPort(this.#port); last; last = receiveMessageOnPort(this.#port)) {
      this.#receive(last.message as WorkerMessage);
    }
    this.#exited = true;
    this.#stopWatchdog();
    this.#port.close();
    if (isOutOfMemory(error)) this.#ending ??= outOfMemory;
    else if (error)
      this.#ending ??= { reason: `Runtime exited with error: ${error.message}`, errorType: "Runtime.ExitError" };
    this.#resolveInitialized();
    this.#answer?.(this.#failure(this.log.requestId));
  }

  #endBy(ending: Ending): Promise<void> {
    this.#ending ??= ending;
    return this.#worker.end();
  }

  #failure(requestId: string): Outcome & { ok: false } {
    if (this.#initFailure) return { ok: false, failure: this.#initFailure };
    const { reason, errorType } = this.#ending ?? {
      reason: "Runtime exited without providing a reason",
      errorType: "Runtime.ExitError",
    };
    return { ok: false, failure: { errorType, errorMessage: `RequestId: ${requestId} Error: ${reason}` } };
  }

  #endOf(outcome: Outcome): Pick<Run, "endedBy" | "endedWith"> {
    if (this.alive || outcome.ok) return {};
    if (this.#ending?.timedOut) return { endedBy: "timeout" };
    return { endedBy: "error", endedWith: this.#ending?.reportedType ?? outcome.failure.errorType };
  }
}

const outOfMemory: Ending = {
  reason: "Runtime exited with error: signal: killed",
  errorType: "Runtime.ExitError",
  reportedType: "Runtime.OutOfMemory",
};

const initTimeout: Ending = {
  reason: "Initialization timed out after 10.00 seconds",
  errorType: "Sandbox.Timedout",
  timedOut: true,
};

function runTimeout(timeoutMs: number): Ending {
  return {
    reason: `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
    errorType: "Sandbox.Timedout",
    timedOut: true,
  };
}

function isOutOfMemory(error: Error | undefined): boolean {
  return error !== undefined && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

/** The X-Ray trace header; nothing is sampled. */
function traceHeader(requestId: string): string {
  const hex = requestId.replaceAll("-", "");
  return `Root=1-${hex.slice(0, 8)}-${hex.slice(8, 32)};Parent=${hex.slice(16, 32)};Sampled=0`;
}
