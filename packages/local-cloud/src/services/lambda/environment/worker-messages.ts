import type { FunctionFailure } from "./outcome.ts";

/** The first message to a worker: the function that it loads. */
export interface WorkerConfiguration {
  /** The environment variables. */
  env: Record<string, string>;
  /** E.g. "index.handler". */
  handler: string;
  taskRoot: string;
  /** Whether handlers may take a callback: not from Node.js 24 on. */
  callbacks: boolean;
}

/** Every later message to a worker: an event to handle. */
export interface WorkerEvent {
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

/** What a worker sends: `ready` or `init-failed` once, then `done` or `failed` for each event; log lines and output at any time. */
export type WorkerMessage =
  | { kind: "ready"; durationMs: number; memoryMb: number }
  | { kind: "init-failed"; failure: FunctionFailure }
  | { kind: "done"; payload: string; memoryMb: number }
  | { kind: "failed"; failure: FunctionFailure; memoryMb: number; exits?: true }
  | { kind: "line"; level: string; text: string; structured?: string | undefined }
  | { kind: "output"; text: string };
