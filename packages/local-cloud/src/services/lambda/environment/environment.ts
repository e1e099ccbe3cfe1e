import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { IdleWorker } from "./idle-workers.ts";
import type { LogBuffer } from "./log-buffer.ts";
import type { FunctionFailure, Outcome, Run } from "./outcome.ts";
import { startWatchdog } from "./watchdog.ts";

/** What an environment is made for; it stays the same for its life. */
export interface EnvironmentSpec {
  id: string;
  functionName: string;
  /** Differs after every change of code or configuration: an environment of an older one takes no more events. */
  generation: string;
  functionArn: string;
  handler: string;
  taskRoot: string;
  variables: Record<string, string>;
  memoryMb: number;
  timeoutMs: number;
  /** Node.js 24 and later do not take handlers with a callback. */
  callbacks: boolean;
  timeoutScale: number;
  roleName: string;
  logGroup: string;
  logStream: string;
}

export interface RunRequest {
  requestId: string;
  /** JSON text. */
  payload: string;
  clientContext?: string | undefined;
  /** Called by another function, which waits. */
  nested?: boolean;
  /** The account's time, which the function's own clock shall show; the machine's unless told. */
  now?: number;
}

/** "Init phase": AWS ends it after ten seconds. */
const initTimeoutMs = 10_000;

type Message =
  | { kind: "ready"; durationMs: number; memoryMb: number }
  | { kind: "init-failed"; failure: FunctionFailure }
  | { kind: "done"; payload: string; memoryMb: number }
  | { kind: "failed"; failure: FunctionFailure; memoryMb: number; exits?: true }
  | { kind: "line"; level: string; text: string; structured?: string }
  | { kind: "output"; text: string };

/** How the process of an environment ended. */
interface Ending {
  /** Completed with "RequestId: … Error: " before it. */
  reason: string;
  errorType: string;
  /** The type in the REPORT line, where that says more. */
  reportedType?: string;
  timedOut?: true;
}

/**
 * One execution environment ("Understanding the Lambda execution environment lifecycle"): a
 * worker thread with the function's bundle, which answers one event at a time.
 */
export class Environment {
  readonly spec: EnvironmentSpec;
  readonly log: LogBuffer;
  /** By the account's clock. */
  lastUsedAt = 0;
  /** Since when it has had its present event, by the machine's own time. */
  busySince = 0;
  /** Resolves once it can take an event, or never will. */
  readonly initialised: Promise<void>;
  readonly #worker: IdleWorker;
  readonly #port: MessagePort;
  #initialisedNow!: () => void;
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
    this.initialised = new Promise((resolve) => (this.#initialisedNow = resolve));
    this.#port.on("message", (message: Message) => this.#receive(message));
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
    await this.initialised;
    const initDurationMs = this.#reportInit ? this.#initDurationMs : undefined;
    this.#reportInit = false;
    const startedAt = performance.now();
    const answer = this.alive ? await this.#deliver(request) : this.#failure(request.requestId);
    return {
      outcome: answer,
      // A function whose seconds are shorter has longer ones to show for it.
      durationMs: (performance.now() - startedAt) / this.spec.timeoutScale,
      ...(initDurationMs !== undefined && { initDurationMs }),
      maxMemoryUsedMb: Math.min(this.#memoryMb, this.spec.memoryMb),
      ...this.#howItEnded(answer),
    };
  }

  /** The next run's REPORT has no Init Duration: it was initialised ahead of time. */
  initialisedAhead(): void {
    this.#reportInit = false;
  }

  /** Ends it as if its process had died; resolves when not one more of its instructions runs. */
  crash(): Promise<void> {
    return this.#endBy({ reason: "Runtime exited with error: signal: killed", errorType: "Runtime.ExitError" });
  }

  /** Ends it as the platform does when a run has taken all its time. */
  timeOut(): Promise<void> {
    return this.#endBy(runTimeout(this.spec.timeoutMs));
  }

  /** Ends it; only for one that has nothing to do. */
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

  #receive(message: Message): void {
    if (message.kind === "line") return this.log.line(message.level, message.text, message.structured);
    if (message.kind === "output") return this.log.output(message.text);
    if (message.kind === "ready") return this.#ready(message.durationMs, message.memoryMb);
    if (message.kind === "init-failed") {
      this.#initFailure = message.failure;
      return;
    }
    // What a process says after its end nobody hears.
    if (this.#ending) return;
    this.#memoryMb = message.memoryMb;
    // In buffers, which the worker's own limit does not count.
    if (message.memoryMb > this.spec.memoryMb) return void this.#endBy(outOfMemory);
    if (message.kind === "done") return this.#answer?.({ ok: true, payload: message.payload });
    if (message.exits) this.#ending = { reason: "", errorType: message.failure.errorType };
    this.#answer?.({ ok: false, failure: message.failure });
  }

  #ready(durationMs: number, memoryMb: number): void {
    this.#stopWatchdog();
    this.#initDurationMs = durationMs;
    this.#memoryMb = memoryMb;
    this.#initialisedNow();
  }

  #exit(error: Error | undefined): void {
    // What it said last may still be on its way.
    for (let last = receiveMessageOnPort(this.#port); last; last = receiveMessageOnPort(this.#port)) {
      this.#receive(last.message as Message);
    }
    this.#exited = true;
    this.#stopWatchdog();
    this.#port.close();
    if (isOutOfMemory(error)) this.#ending ??= outOfMemory;
    else if (error)
      this.#ending ??= { reason: `Runtime exited with error: ${error.message}`, errorType: "Runtime.ExitError" };
    this.#initialisedNow();
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

  #howItEnded(outcome: Outcome): Pick<Run, "endedBy" | "endedWith"> {
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

/** In X-Ray's form; nothing is sampled. */
function traceHeader(requestId: string): string {
  const hex = requestId.replaceAll("-", "");
  return `Root=1-${hex.slice(0, 8)}-${hex.slice(8, 32)};Parent=${hex.slice(16, 32)};Sampled=0`;
}
