// The runtime of one function environment: a worker thread that loads the bundle once and then
// handles one event after the other, as Lambda's own Node.js runtime does. It is a .mjs file
// because a worker cannot be started from TypeScript everywhere that the local cloud runs.
//
// Between events the thread is frozen (Atomics.wait), as AWS freezes an environment: work that a
// handler did not await continues with the next event, or never.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";
import { getHeapStatistics } from "node:v8";
import { receiveMessageOnPort, workerData } from "node:worker_threads";
import { callbackRefused, describeError, errorText, namedError, neverSettled } from "./runtime-errors.mjs";

/**
 * @import { FunctionFailure } from "./outcome.ts"
 * @import { WorkerConfiguration, WorkerEvent, WorkerMessage } from "./worker-messages.ts"
 */

/** @typedef {(error: unknown, result?: unknown) => void} Callback */
/** @typedef {(event: unknown, context: object, callback: Callback) => unknown} Handler */
/** @typedef {{ kind: "done", payload: string } | { kind: "failed", failure: FunctionFailure }} Answer */

/** @type {{ port: import("node:worker_threads").MessagePort, wakeUps: Int32Array }} */
const { port, wakeUps } = workerData;

// Saved here, since the bundle might replace them.
/** @type {(message: WorkerMessage) => void} */
const send = port.postMessage.bind(port);
/** @type {(code: number) => never} */
const exit = process.exit.bind(process);
const systemTime = Date.now;
const SystemDate = Date;

/** How far the account's clock is ahead of system time. */
let aheadMs = 0;

/** Ends the current event; does nothing between events. */
let settle = (/** @type {Answer} */ _answer) => {};
/** Runs when the event loop is empty before the current event is answered. */
let whenNothingIsLeft = () => {};
let initialized = false;

globalThis.Date = accountDate();
catchOutput();
catchStrayErrors();
process.on("beforeExit", () => whenNothingIsLeft());
main();

async function main() {
  const configuration = /** @type {WorkerConfiguration} */ (nextMessage());
  Object.assign(process.env, configuration.env);
  const handler = await initialize(configuration);
  for (;;) {
    const event = /** @type {WorkerEvent} */ (nextMessage());
    if (event.now !== undefined) aheadMs = event.now - systemTime();
    await thaw();
    send(await answer(handler, event, configuration));
  }
}

/** Sleeps until the thread is woken and there is a message. */
function nextMessage() {
  for (;;) {
    const seen = Atomics.load(wakeUps, 0);
    const received = receiveMessageOnPort(port);
    if (received) return received.message;
    Atomics.wait(wakeUps, 0, seen);
  }
}

/** Lets the event loop turn: timers that are due fire, and sockets that were closed in the meantime are released. */
function thaw() {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

/** @param {WorkerConfiguration} configuration */
async function initialize({ handler: name, taskRoot, callbacks }) {
  const startedAt = performance.now();
  try {
    const handler = await loadHandler(name, taskRoot);
    if (handler.length >= 3 && !callbacks) throw callbackRefused();
    initialized = true;
    send({ kind: "ready", durationMs: performance.now() - startedAt, memoryMb: memoryMb() });
    return handler;
  } catch (error) {
    return endInitialization("Uncaught Exception", error);
  }
}

/**
 * @param {string} name
 * @param {string} taskRoot
 * @returns {Promise<Handler>}
 */
async function loadHandler(name, taskRoot) {
  const slash = name.lastIndexOf("/") + 1;
  const [moduleName = "", ...members] = name.slice(slash).split(".");
  if (members.length === 0) throw namedError("Runtime.MalformedHandlerName", "Bad handler");
  let handler = await loadModule(path.join(taskRoot, name.slice(0, slash), moduleName), moduleName);
  for (const member of members) handler = handler?.[member] ?? handler?.default?.[member];
  if (handler === undefined) {
    throw namedError("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof handler !== "function") throw namedError("Runtime.HandlerNotFound", `${name} is not a function`);
  return handler;
}

/**
 * @param {string} base the file's path without its extension
 * @param {string} moduleName
 * @returns {Promise<any>}
 */
async function loadModule(base, moduleName) {
  const file = [".js", ".mjs", ".cjs"].map((extension) => base + extension).find(existsSync);
  if (!file) {
    throw namedError("Runtime.ImportModuleError", `Error: Cannot find module '${moduleName}'\nRequire stack:\n`);
  }
  try {
    if (isCommonJs(file)) return createRequire(file)(file);
    return await import(pathToFileURL(file).href);
  } catch (/** @type {any} */ error) {
    if (error instanceof SyntaxError) throw namedError("Runtime.UserCodeSyntaxError", String(error), error.stack);
    if (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") {
      throw namedError("Runtime.ImportModuleError", String(error), error.stack);
    }
    throw error;
  }
}

/**
 * Whether to load a file with `require`, which is faster. A .js file is an ES module if its package.json or its
 * syntax says so.
 *
 * @param {string} file
 */
function isCommonJs(file) {
  if (file.endsWith(".cjs")) return true;
  if (file.endsWith(".mjs")) return false;
  const manifest = path.join(path.dirname(file), "package.json");
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).type === "module") return false;
  return !/^(import\s*[\w{*"']|export\s*[\w{*])/m.test(readFileSync(file, "utf8"));
}

/**
 * Runs one event; resolves with the message to send back.
 *
 * @param {Handler} handler
 * @param {WorkerEvent} event
 * @param {WorkerConfiguration} configuration
 * @returns {Promise<WorkerMessage>}
 */
async function answer(handler, event, configuration) {
  const answered = /** @type {Promise<WorkerMessage>} */ (
    new Promise((resolve) => {
      settle = (outcome) => {
        settle = () => {};
        resolve({ ...outcome, memoryMb: memoryMb() });
      };
    })
  );
  process.env._X_AMZN_TRACE_ID = event.traceId;
  const context = createContext(event, configuration);
  const succeed = (/** @type {unknown} */ result) => settle(response(result));
  const fail = (/** @type {unknown} */ error) => {
    line("ERROR", `Invoke Error \t${errorText(error)}`);
    settle({ kind: "failed", failure: describeError(error) });
  };
  /** @type {Callback} */
  const callback = (error, result) => {
    const respond = () => (error ? fail(error) : succeed(result));
    if (error || !context.callbackWaitsForEmptyEventLoop) respond();
    else whenNothingIsLeft = respond;
  };
  try {
    whenNothingIsLeft = () => succeed(null);
    /** @type {any} */
    const returned = handler(JSON.parse(event.payload), context, callback);
    if (typeof returned?.then === "function") {
      whenNothingIsLeft = () => fail(neverSettled());
      returned.then(succeed, fail);
    } else if (!configuration.callbacks) succeed(returned);
  } catch (error) {
    fail(error);
  }
  return answered;
}

/**
 * @param {unknown} result
 * @returns {Answer}
 */
function response(result) {
  try {
    return { kind: "done", payload: JSON.stringify(result === undefined ? null : result) ?? "null" };
  } catch (_error) {
    return { kind: "failed", failure: describeError(new Error("Unable to stringify response body")) };
  }
}

/**
 * @param {WorkerEvent} event
 * @param {WorkerConfiguration} configuration
 */
function createContext(event, configuration) {
  const startedAt = performance.now();
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: "$LATEST",
    functionName: configuration.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: configuration.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: configuration.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: configuration.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: event.clientContext === undefined ? undefined : JSON.parse(event.clientContext),
    identity: undefined,
    invokedFunctionArn: event.functionArn,
    awsRequestId: event.requestId,
    getRemainingTimeInMillis: () =>
      Math.max(0, Math.floor(event.timeoutMs - (performance.now() - startedAt) / event.timeoutScale)),
  };
}

function catchStrayErrors() {
  process.on("uncaughtException", (error) => endOfProcess("Uncaught Exception", error, 129));
  process.on("unhandledRejection", (/** @type {any} */ reason) => {
    const error = namedError("Runtime.UnhandledPromiseRejection", String(reason), reason?.stack);
    endOfProcess("Unhandled Promise Rejection", error, 128);
  });
}

/**
 * @param {string} heading
 * @param {unknown} error
 * @param {number} code
 */
function endOfProcess(heading, error, code) {
  if (!initialized) endInitialization(heading, error);
  line("ERROR", `${heading} \t${errorText(error)}`);
  send({ kind: "failed", failure: describeError(error), memoryMb: memoryMb(), exits: true });
  exit(code);
}

/**
 * @param {string} heading
 * @param {unknown} error
 * @returns {never}
 */
function endInitialization(heading, error) {
  line("ERROR", `${heading} \t${errorText(error)}`);
  send({ kind: "init-failed", failure: describeError(error) });
  return exit(1);
}

/** A Date that shows the account's time, so that times in events, logs and metrics agree with those of the account. */
function accountDate() {
  const now = () => systemTime() + aheadMs;
  return new Proxy(SystemDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
    apply: () => new SystemDate(now()).toString(),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}

/** Captures console, stdout and stderr, as Lambda's runtime does. */
function catchOutput() {
  const levels = { log: "INFO", info: "INFO", debug: "DEBUG", warn: "WARN", error: "ERROR", trace: "TRACE" };
  for (const [method, level] of Object.entries(levels)) {
    console[/** @type {keyof typeof levels} */ (method)] = (...values) => {
      const structured = values.length === 1 && typeof values[0] === "object" ? structuredText(values[0]) : undefined;
      send({ kind: "line", level, text: format(...values), structured });
    };
  }
  for (const stream of [process.stdout, process.stderr]) {
    /** @param {any} chunk @param {any} [encoding] @param {any} [done] */
    stream.write = (chunk, encoding, done) => {
      const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
      send({ kind: "output", text });
      const callback = typeof encoding === "function" ? encoding : done;
      if (callback) process.nextTick(callback);
      return true;
    };
  }
}

/**
 * The JSON of the only value in a console call, for functions whose log format is JSON.
 *
 * @param {unknown} value
 */
function structuredText(value) {
  try {
    return value instanceof Error ? undefined : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/**
 * @param {string} level
 * @param {string} text
 */
function line(level, text) {
  send({ kind: "line", level, text });
}

function memoryMb() {
  const { used_heap_size, external_memory, malloced_memory } = getHeapStatistics();
  return Math.ceil((used_heap_size + external_memory + malloced_memory) / 1_048_576);
}
