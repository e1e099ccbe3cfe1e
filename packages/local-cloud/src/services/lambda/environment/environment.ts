import { type Ending, endingOf, initTimeout, killed, outOfMemory, runTimeout, unexplained } from "./ending.ts";
import type { FunctionProcess, ProcessEnd } from "./function-process.ts";
import { type LogBuffer, mostLogged } from "./log-buffer.ts";
import type { FromFunction } from "./messages.ts";
import type { FunctionFailure, Outcome, Run } from "./outcome.ts";
import { watchMemory } from "./process-memory.ts";
import { startWatchdog } from "./watchdog.ts";

/** The settings of an environment; they never change. */
export interface EnvironmentSpec {
  id: string;
  functionName: string;
  /** New after every change of code or configuration. An environment of an older generation takes no more events. */
  generation: string;
  functionArn: string;
  handler: string;
  taskRoot: string;
  /** Where the compiled code of its bundle is kept. */
  compiledFolder: string | undefined;
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
  jsonLogs: boolean;
  /** The lowest level of the application's log lines that are kept. */
  logLevel: string;
}

export interface RunRequest {
  requestId: string;
  /** JSON. */
  payload: string;
  clientContext?: string | undefined;
  /** The time that the function's clock shows, in milliseconds since 1970. Default: system time. */
  now?: number;
}

/** AWS ends the initialization after ten seconds ("Init phase"). */
const initTimeoutMs = 10_000;

/** Bytes of a response: slightly more than 6 MB ("Lambda quotas"). */
const largestResponse = 6_291_556;

const bytesPerMb = 1_048_576;

type Phase = "starting" | "loading" | "ready";
/** Messages that change what an environment does, by the phase in which its runtime sends them. */
const expected: Record<Phase, readonly FromFunction["kind"][]> = {
  starting: ["loading"],
  loading: ["ready", "init-failed"],
  ready: ["done", "failed", "exiting"],
};

/**
 * One execution environment ("Understanding the Lambda execution environment lifecycle"): a process with the function's
 * bundle, which handles one event at a time.
 */
export class Environment {
  readonly spec: EnvironmentSpec;
  readonly log: LogBuffer;
  /** By the account's clock. */
  lastUsedAt = 0;
  /** When it got its current event, as `performance.now()`. */
  busySince = 0;
  /** How many events it has had while other functions waited for an environment. */
  eventsInTurn = 0;
  /** Resolves once it can take an event or has failed to start. */
  readonly initialized: Promise<void>;
  readonly #process: FunctionProcess;
  #resolveInitialized!: () => void;
  #phase: Phase = "starting";
  #initDurationMs: number | undefined;
  #initFailure: FunctionFailure | undefined;
  #reportInit = true;
  /** The memory of the runtime without a function, in bytes. */
  #runtimeBytes = 0;
  #usedBytes = 0;
  #ending: Ending | undefined;
  #ended = false;
  #current: { requestId: string; answer: (answer: Outcome) => void } | undefined;
  #stopWatchdog: () => void;
  #stopWatchingMemory = () => {};

  constructor(spec: EnvironmentSpec, process: FunctionProcess, log: LogBuffer) {
    this.spec = spec;
    this.log = log;
    this.#process = process;
    this.initialized = new Promise((resolve) => (this.#resolveInitialized = resolve));
    this.#stopWatchdog = startWatchdog(initTimeoutMs * Math.max(1, spec.timeoutScale), () => this.#endBy(initTimeout));
    process.listen({
      onMessage: (message) => this.#receive(message),
      onOutput: (text) => log.output(text),
      onNonsense: () => void this.#endBy(unexplained),
      onEnd: (end) => this.#end(end),
    });
    const { variables, handler, taskRoot, compiledFolder, callbacks, jsonLogs, logLevel } = spec;
    process.send({
      env: variables,
      handler,
      taskRoot,
      compiledFolder,
      callbacks,
      largestResponse,
      logs: { json: jsonLogs, level: logLevel, ...mostLogged },
    });
  }

  /** Whether it can take another event. */
  get alive(): boolean {
    return !this.#ending && !this.#ended && !this.#initFailure;
  }

  /** Runs one event; never rejects. */
  async run(request: RunRequest): Promise<Run> {
    await this.initialized;
    const initDurationMs = this.#reportInit ? this.#initDurationMs : undefined;
    this.#reportInit = false;
    const startedAt = performance.now();
    const outcome = this.alive ? await this.#deliver(request) : this.#failure(request.requestId);
    return {
      outcome,
      // In the function's own seconds: a run of half the scaled timeout reports half the Timeout.
      durationMs: (performance.now() - startedAt) / this.spec.timeoutScale,
      ...(initDurationMs !== undefined && { initDurationMs }),
      maxMemoryUsedMb: Math.min(Math.ceil(this.#usedBytes / bytesPerMb), this.spec.memoryMb),
      ...this.#endOf(outcome),
    };
  }

  /** Leaves Init Duration out of the first REPORT line, as for every environment initialized ahead of time. */
  markInitializedAhead(): void {
    this.#reportInit = false;
  }

  /** Ends it as if its process had died; resolves when its code has stopped. */
  crash(): Promise<void> {
    return this.#endBy(killed);
  }

  /** Ends it as Lambda does when a run exceeds the timeout. */
  timeOut(): Promise<void> {
    return this.#endBy(runTimeout(this.spec.timeoutMs));
  }

  /** Ends it. Meant for idle environments: a current event fails. */
  retire(): Promise<void> {
    return this.#endBy(killed);
  }

  async #deliver(request: RunRequest): Promise<Outcome> {
    const { requestId, payload, clientContext, now } = request;
    const { functionArn, timeoutMs, timeoutScale } = this.spec;
    const answered = new Promise<Outcome>((answer) => (this.#current = { requestId, answer }));
    this.#stopWatchdog = startWatchdog(timeoutMs * timeoutScale, () => this.timeOut());
    this.#watchMemory();
    const traceId = traceHeader(requestId);
    this.#process.send({ requestId, payload, timeoutMs, timeoutScale, functionArn, traceId, clientContext, now });
    const answer = await answered;
    this.#stopWatchdog();
    this.#stopWatchingMemory();
    this.#current = undefined;
    return answer;
  }

  #receive(message: FromFunction): void {
    if (message.kind === "line") return this.log.line(message.level, message.text);
    if (message.kind === "output") return this.log.output(message.text);
    if (message.kind === "dropping") return this.log.drop();
    // The rest no longer counts.
    if (this.#ending) return;
    if (!expected[this.#phase].includes(message.kind)) return void this.#endBy(unexplained);
    this.#usedBytes = Math.max(0, message.residentBytes - this.#runtimeBytes);
    if (message.kind === "loading") return this.#loading(message.residentBytes);
    if (message.kind === "ready") return this.#ready(message.durationMs);
    if (message.kind === "init-failed") this.#initFailure = message.failure;
    else if (message.kind === "exiting") this.#exiting(message.failure);
    else this.#answer(message);
  }

  #loading(residentBytes: number): void {
    this.#phase = "loading";
    this.#runtimeBytes = residentBytes;
    this.#watchMemory();
  }

  #exiting(failure: FunctionFailure): void {
    this.#ending = { reason: "", errorType: failure.errorType };
    this.#current?.answer({ ok: false, failure });
  }

  #answer(message: FromFunction & { kind: "done" | "failed" }): void {
    if (message.requestId !== this.#current?.requestId) return void this.#endBy(unexplained);
    if (this.#usedBytes > this.spec.memoryMb * bytesPerMb) return void this.#endBy(outOfMemory);
    if (message.kind === "done") this.#current.answer({ ok: true, payload: message.payload });
    else this.#current.answer({ ok: false, failure: message.failure });
  }

  #ready(durationMs: number): void {
    this.#phase = "ready";
    this.#stopWatchdog();
    this.#stopWatchingMemory();
    this.#initDurationMs = durationMs;
    this.#resolveInitialized();
  }

  #watchMemory(): void {
    const mostBytes = this.#runtimeBytes + this.spec.memoryMb * bytesPerMb;
    this.#stopWatchingMemory();
    this.#stopWatchingMemory = watchMemory(this.#process.pid!, mostBytes, () => {
      this.#usedBytes = mostBytes;
      void this.#endBy(outOfMemory);
    });
  }

  #end(end: ProcessEnd): void {
    this.#ended = true;
    this.#stopWatchdog();
    this.#stopWatchingMemory();
    if (!this.#initFailure) this.#ending ??= endingOf(end);
    this.#resolveInitialized();
    this.#current?.answer(this.#failure(this.#current.requestId));
  }

  async #endBy(ending: Ending): Promise<void> {
    this.#ending ??= ending;
    await this.#process.kill();
  }

  #failure(requestId: string): Outcome & { ok: false } {
    if (this.#initFailure) return { ok: false, failure: this.#initFailure };
    const { reason, errorType } = this.#ending ?? killed;
    return { ok: false, failure: { errorType, errorMessage: `RequestId: ${requestId} Error: ${reason}` } };
  }

  #endOf(outcome: Outcome): Pick<Run, "endedBy" | "endedWith"> {
    if (this.alive || outcome.ok) return {};
    if (this.#ending?.timedOut) return { endedBy: "timeout" };
    return { endedBy: "error", endedWith: this.#ending?.reportedType ?? outcome.failure.errorType };
  }
}

/** The X-Ray trace header; nothing is sampled. */
function traceHeader(requestId: string): string {
  const hex = requestId.replaceAll("-", "");
  return `Root=1-${hex.slice(0, 8)}-${hex.slice(8, 32)};Parent=${hex.slice(16, 32)};Sampled=0`;
}
