import type { Clock } from "../../../core/clock.ts";
import type { Run } from "./outcome.ts";

export interface LogEvent {
  /** Milliseconds since 1970, by the account's clock. */
  timestamp: number;
  message: string;
}

export interface LogFormat {
  format: "Text" | "JSON";
  /** Only for JSON: the platform's lines below this level are left out. */
  systemLevel: string;
}

/**
 * What one run may log; the rest is dropped. A handler can log faster than anything could keep, and without end. AWS has no
 * such limit, but drops lines, too, when a function logs faster than they can be sent.
 */
export const mostLogged = { mostLines: 10_000, mostCharacters: 4 * 1024 * 1024 };

/** The log of an environment since the last `take`, in the format of Lambda's runtime. */
export class LogBuffer {
  /** The request that new lines belong to. */
  requestId = "";
  readonly #clock: Clock;
  readonly #format: LogFormat;
  #events: LogEvent[] = [];
  /** What the current run has logged. */
  #lines = 0;
  #characters = 0;

  constructor(clock: Clock, format: LogFormat) {
    this.#clock = clock;
    this.#format = format;
  }

  get size(): number {
    return this.#events.length;
  }

  take(): LogEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Adds what the handler wrote with `console`: with the format JSON, the members of the line, without braces. */
  line(level: string, text: string): void {
    const requestId = this.requestId || "undefined";
    if (this.#format.format === "Text") return this.#addOwn(`${this.#now()}\t${requestId}\t${level}\t${text}\n`);
    const members = text === "" ? "" : `,${text}`;
    this.#addOwn(`{"timestamp":"${this.#now()}","level":"${level}","requestId":"${requestId}"${members}}\n`);
  }

  /** Adds what was written to stdout and stderr without `console`, line by line as it is. */
  output(text: string): void {
    for (const each of text.split("\n")) if (each !== "") this.#addOwn(`${each}\n`);
  }

  /** Says once in a run that the rest of its lines is missing. */
  drop(): void {
    if (this.#lines === Number.POSITIVE_INFINITY) return;
    this.#lines = Number.POSITIVE_INFINITY;
    const { mostLines, mostCharacters } = mostLogged;
    const size = `${mostLines.toLocaleString("en")} lines or ${mostCharacters / 1024 / 1024} MB`;
    const message = `The local cloud keeps ${size} of one run's log: the lines after this one are dropped.`;
    if (this.#format.format === "Text") this.#add(`${message}\n`);
    else
      this.#add(`${JSON.stringify({ timestamp: this.#now(), level: "WARN", requestId: this.requestId, message })}\n`);
  }

  initStart(runtime: string): void {
    const runtimeVersion = runtime.replace("nodejs", "nodejs:").replace(".x", ".local");
    this.#platform("initStart", { initializationType: "on-demand", phase: "init", runtimeVersion }, () => [
      `INIT_START Runtime Version: ${runtimeVersion}`,
    ]);
  }

  start(requestId: string): void {
    this.requestId = requestId;
    this.#lines = 0;
    this.#characters = 0;
    this.#platform("start", { requestId, version: "$LATEST" }, () => [
      `START RequestId: ${requestId} Version: $LATEST`,
    ]);
  }

  report(requestId: string, memoryMb: number, run: Run): void {
    const status = run.endedBy ?? (run.outcome.ok ? "success" : "error");
    const record = { requestId, metrics: metrics(memoryMb, run), status };
    this.#platform("report", record, () => this.#reportLines(requestId, memoryMb, run));
  }

  #reportLines(requestId: string, memoryMb: number, run: Run): string[] {
    const lines: string[] = [];
    if (run.endedBy === "timeout" && !run.outcome.ok) {
      const reason = run.outcome.failure.errorMessage.replace(/^RequestId: \S+ Error: /, "");
      lines.push(`${this.#now()} ${requestId} ${reason}`);
    } else if (run.endedBy === "error" && !run.outcome.ok && run.outcome.failure.trace === undefined) {
      lines.push(`${run.outcome.failure.errorMessage}\n${run.outcome.failure.errorType}`);
    }
    lines.push(`END RequestId: ${requestId}`, reportLine(requestId, memoryMb, run));
    return lines;
  }

  #platform(type: string, record: object, lines: () => string[]): void {
    if (this.#format.format === "Text") {
      for (const text of lines()) this.#add(`${text}\n`);
    } else if (this.#format.systemLevel !== "WARN" || type === "report") {
      this.#add(`${JSON.stringify({ time: this.#now(), type: `platform.${type}`, record })}\n`);
    }
  }

  /** Adds what the function wrote, within its limit. */
  #addOwn(message: string): void {
    this.#lines++;
    this.#characters += message.length;
    if (this.#lines > mostLogged.mostLines || this.#characters > mostLogged.mostCharacters) this.drop();
    else this.#add(message);
  }

  #add(message: string): void {
    this.#events.push({ timestamp: this.#clock.now(), message });
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

function metrics(memorySizeMB: number, run: Run): object {
  return {
    durationMs: Number(run.durationMs.toFixed(3)),
    billedDurationMs: Math.ceil(run.durationMs),
    memorySizeMB,
    maxMemoryUsedMB: run.maxMemoryUsedMb,
    ...(run.initDurationMs !== undefined && { initDurationMs: Number(run.initDurationMs.toFixed(3)) }),
  };
}

function reportLine(requestId: string, memoryMb: number, run: Run): string {
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${run.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(run.durationMs)} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${run.maxMemoryUsedMb} MB`,
  ];
  if (run.initDurationMs !== undefined) parts.push(`Init Duration: ${run.initDurationMs.toFixed(2)} ms`);
  if (run.endedBy) parts.push(`Status: ${run.endedBy}`);
  if (run.endedWith) parts.push(`Error Type: ${run.endedWith}`);
  return `${parts.join("\t")}\t`;
}
