import type { FunctionFailure } from "./outcome.ts";

/** The first message to an environment's process: the function that it loads. */
export interface Configuration {
  /** The environment variables. */
  env: Record<string, string>;
  /** E.g. "index.handler". */
  handler: string;
  /** The bundle's folder, which is also the working directory. */
  taskRoot: string;
  /** Where V8's compiled code is kept. Missing: it compiles the code as Node does by itself. */
  compiledFolder?: string | undefined;
  /** Whether handlers may take a callback: not from Node.js 24 on. */
  callbacks: boolean;
  /** Bytes. */
  largestResponse: number;
  logs: {
    json: boolean;
    /** Only for JSON: lines below this level are left out. */
    level: string;
    /** What one run may log. */
    mostLines: number;
    mostCharacters: number;
  };
}

/** Every later message to it: an event to handle. */
export interface Event {
  requestId: string;
  /** JSON. */
  payload: string;
  functionArn: string;
  traceId: string;
  /** JSON. */
  clientContext?: string | undefined;
  /** In the function's own milliseconds: each lasts `timeoutScale` milliseconds of system time. */
  timeoutMs: number;
  timeoutScale: number;
  /** The time that the function's clock shows, in milliseconds since 1970. Default: system time. */
  now?: number | undefined;
}

export type ToFunction = Configuration | Event;

/**
 * What the process sends: `loading`, then `ready` or `init-failed`; `done` or `failed` for each event, or `exiting` as its last
 * message; log lines and output at any time. Each `residentBytes` is the memory that it has in use.
 */
export type FromFunction =
  | { kind: "loading"; residentBytes: number }
  | { kind: "ready"; durationMs: number; residentBytes: number }
  | { kind: "init-failed"; failure: FunctionFailure; residentBytes: number }
  | { kind: "done"; requestId: string; payload: string; residentBytes: number }
  | { kind: "failed"; requestId: string; failure: FunctionFailure; residentBytes: number }
  | { kind: "exiting"; failure: FunctionFailure; residentBytes: number }
  /** With the log format JSON, `text` is the line's members without braces. */
  | { kind: "line"; level: string; text: string }
  | { kind: "output"; text: string }
  /** The run has logged too much; nothing more of it will come. */
  | { kind: "dropping" };
