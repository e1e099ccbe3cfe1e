// The runtime of one function environment: a process that loads the bundle once and then handles one event after the other,
// as Lambda's own Node.js runtime does. It is CommonJS, since Node starts that faster than ES modules.
//
// Between events the process is frozen, as AWS freezes an environment: it waits in `nextMessage`, and work that a handler
// did not await continues with the next event, or never.
const { nextMessage, send } = require("./channel.cjs");
const { setAccountTime, useAccountDate } = require("./account-date.cjs");
const { callbackRefused, describeError, errorText, namedError, neverSettled } = require("./errors.cjs");
const { loadHandler } = require("./load-handler.cjs");
const { allowOutput, captureOutput, logError } = require("./output.cjs");

/**
 * @import { Configuration, Event, FromFunction } from "../messages.ts"
 * @import { FunctionFailure } from "../outcome.ts"
 * @import { Handler } from "./load-handler.cjs"
 */

/** @typedef {{ kind: "done", payload: string } | { kind: "failed", failure: FunctionFailure }} Answer */

// Saved here, since the bundle might replace them.
/** @type {(code: number) => never} */
const exit = process.exit.bind(process);
const residentBytes = process.memoryUsage.rss;
const parent = process.ppid;

/** Ends the current event; does nothing between events. */
let settle = (/** @type {Answer} */ _answer) => {};
/** Runs when the event loop is empty before the current event is answered. */
let whenNothingIsLeft = () => {};
let initialized = false;

main();

async function main() {
  const configuration = /** @type {Configuration} */ (nextMessage());
  Object.assign(process.env, configuration.env);
  process.chdir(configuration.taskRoot);
  useAccountDate();
  captureOutput(configuration.logs);
  catchStrayErrors();
  spareOtherProcesses();
  process.on("beforeExit", () => whenNothingIsLeft());
  const handler = await initialize(configuration);
  for (;;) {
    const event = /** @type {Event} */ (nextMessage());
    if (event.now !== undefined) setAccountTime(event.now);
    allowOutput();
    await thaw();
    send(await answer(handler, event, configuration));
  }
}

/** Lets the event loop turn: timers that are due fire, and sockets that were closed in the meantime are released. */
function thaw() {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

/** @param {Configuration} configuration */
async function initialize(configuration) {
  const startedAt = performance.now();
  send({ kind: "loading", residentBytes: residentBytes() });
  try {
    const handler = await loadHandler(configuration);
    if (handler.length >= 3 && !configuration.callbacks) throw callbackRefused();
    initialized = true;
    send({ kind: "ready", durationMs: performance.now() - startedAt, residentBytes: residentBytes() });
    return handler;
  } catch (error) {
    return endInitialization("Uncaught Exception", error);
  }
}

/**
 * Runs one event; resolves with the message to send back.
 *
 * @param {Handler} handler
 * @param {Event} event
 * @param {Configuration} configuration
 * @returns {Promise<FromFunction>}
 */
async function answer(handler, event, configuration) {
  const { requestId } = event;
  const answered = /** @type {Promise<FromFunction>} */ (
    new Promise((resolve) => {
      settle = (outcome) => {
        settle = () => {};
        resolve({ ...outcome, requestId, residentBytes: residentBytes() });
      };
    })
  );
  process.env._X_AMZN_TRACE_ID = event.traceId;
  const context = createContext(event, configuration);
  const succeed = (/** @type {unknown} */ result) => settle(response(result, configuration));
  const fail = (/** @type {unknown} */ error) => {
    logError("Invoke Error", error, errorText(error));
    settle({ kind: "failed", failure: describeError(error) });
  };
  /** @type {Parameters<Handler>[2]} */
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
 * @param {Configuration} configuration
 * @returns {Answer}
 */
function response(result, { largestResponse }) {
  let payload = "null";
  try {
    payload = JSON.stringify(result === undefined ? null : result) ?? "null";
  } catch (_error) {
    return { kind: "failed", failure: describeError(new Error("Unable to stringify response body")) };
  }
  if (payload.length * 3 <= largestResponse || Buffer.byteLength(payload) <= largestResponse) {
    return { kind: "done", payload };
  }
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${largestResponse} bytes).`;
  return { kind: "failed", failure: { errorType: "Function.ResponseSizeTooLarge", errorMessage } };
}

/**
 * @param {Event} event
 * @param {Configuration} configuration
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

/** On AWS a function sees no other process. Here a signal to its parent, or to all processes, would end the local cloud. */
function spareOtherProcesses() {
  const kill = process.kill.bind(process);
  process.kill = (pid, signal) => {
    if (pid !== parent && pid !== -1) return kill(pid, signal);
    throw Object.assign(new Error("kill EPERM"), { code: "EPERM", errno: -1, syscall: "kill" });
  };
}

/**
 * @param {string} heading
 * @param {unknown} error
 * @param {number} code
 */
function endOfProcess(heading, error, code) {
  if (!initialized) endInitialization(heading, error);
  logError(heading, error, errorText(error));
  send({ kind: "exiting", failure: describeError(error), residentBytes: residentBytes() });
  exit(code);
}

/**
 * @param {string} heading
 * @param {unknown} error
 * @returns {never}
 */
function endInitialization(heading, error) {
  logError(heading, error, errorText(error));
  send({ kind: "init-failed", failure: describeError(error), residentBytes: residentBytes() });
  return exit(1);
}
