import { isProgramFile, type SourceLine, sourceLineOf } from "./source-line.ts";

type Prepare = NonNullable<typeof Error.prepareStackTrace>;

/** Functions of Pulumi's runtime that format a whole stack trace for every promise or resource, which is rarely read. */
const unread = new Set(["debuggablePromise", "callsites"]);

/** Marks an error that is created only for its stack trace. */
const locating = Symbol("locating");

let running = 0;
let original: typeof Error.prepareStackTrace;

/**
 * Keeps Pulumi's runtime from formatting stack traces while `run` runs. Mapping them through source maps takes longer
 * than the rest of a deployment.
 */
export async function withoutRuntimeStackTraces<T>(run: () => Promise<T>): Promise<T> {
  if (running++ === 0) {
    original = Error.prepareStackTrace;
    Error.prepareStackTrace = prepare;
  }
  try {
    return await run();
  } finally {
    if (--running === 0) Error.prepareStackTrace = original as Prepare;
  }
}

const prepare: Prepare = (error, frames) => {
  const caller = frames[0]?.getFunctionName() ?? "";
  if (unread.has(caller)) return "";
  if (locating in error) return format(error, frames.filter(isProgram).slice(0, 1));
  return format(error, frames);
};

function format(error: Error, frames: NodeJS.CallSite[]): unknown {
  if (original) return original(error, frames);
  return [String(error), ...frames.map((frame) => `    at ${frame}`)].join("\n");
}

function isProgram(frame: NodeJS.CallSite): boolean {
  const file = frame.getFileName();
  return typeof file === "string" && isProgramFile(file);
}

/** The line of the program that called the current code. Only within `withoutRuntimeStackTraces`. */
export function currentSourceLine(): SourceLine | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  try {
    return sourceLineOf(Object.assign(new Error(), { [locating]: true }).stack);
  } finally {
    Error.stackTraceLimit = limit;
  }
}
