import { isProgramFile, type SourceLine, sourceLineOf } from "./source-line.ts";

type Prepare = NonNullable<typeof Error.prepareStackTrace>;

/** Of Pulumi's runtime: each writes a whole stack trace for every promise, or resource, and hardly anybody reads it. */
const unread = new Set(["debuggablePromise", "callsites"]);

/** Marks the error that is made only to ask where we are. */
const asking = Symbol("asking");

let running = 0;
let original: typeof Error.prepareStackTrace;

/**
 * While `run` runs, keeps Pulumi's runtime from writing stack traces. To trace them back through
 * source maps takes longer than all the rest of a deployment.
 */
export async function sparingStackTraces<T>(run: () => Promise<T>): Promise<T> {
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
  const maker = frames[0]?.getFunctionName() ?? "";
  if (unread.has(maker)) return "";
  if (asking in error) return write(error, frames.filter(isProgram).slice(0, 1));
  return write(error, frames);
};

function write(error: Error, frames: NodeJS.CallSite[]): unknown {
  if (original) return original(error, frames);
  return [String(error), ...frames.map((frame) => `    at ${frame}`)].join("\n");
}

function isProgram(frame: NodeJS.CallSite): boolean {
  const file = frame.getFileName();
  return typeof file === "string" && isProgramFile(file);
}

/** Where, in the program, the code now running was called from. To be asked while traces are spared. */
export function currentSourceLine(): SourceLine | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  try {
    return sourceLineOf(Object.assign(new Error(), { [asking]: true }).stack);
  } finally {
    Error.stackTraceLimit = limit;
  }
}
