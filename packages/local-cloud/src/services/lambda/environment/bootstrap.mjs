// The runtime of one function environment: a worker thread that loads the bundle once and then
// answers one event after the other, as Lambda's own Node.js runtime does. It is a .mjs file,
// because a worker cannot be started from TypeScript everywhere that the local cloud runs.
//
// Between events the thread is frozen (Atomics.wait), as AWS freezes an environment: what a
// handler did not await goes on with the next event, or never.
import { existsSync, readFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";
import { getHeapStatistics } from "node:v8";
import { receiveMessageOnPort, workerData } from "node:worker_threads";

/** @type {{ port: import("node:worker_threads").MessagePort, bell: Int32Array, compileCache?: string }} */
const { port, bell, compileCache } = workerData;
if (compileCache) module.enableCompileCache?.(compileCache);

/** What of this process the bundle might replace. */
const send = port.postMessage.bind(port);
const exit = process.exit.bind(process);
const machineTime = Date.now;
const MachineDate = Date;

/** By how much the account's clock is ahead of the machine's. */
let aheadMs = 0;

/** Ends the current event with an answer; nothing while none runs. */
let settle = (_answer) => {};
/** What follows when the event loop is empty before the current event is answered. */
let whenNothingIsLeft = () => {};
let initialised = false;

globalThis.Date = accountDate();
catchOutput();
catchStrayErrors();
process.on("beforeExit", () => whenNothingIsLeft());
main();

async function main() {
  const configuration = nextMessage();
  Object.assign(process.env, configuration.env);
  const handler = await initialise(configuration);
  for (;;) {
    const event = nextMessage();
    if (event.now !== undefined) aheadMs = event.now - machineTime();
    await thaw();
    send(await answer(handler, event, configuration));
  }
}

/** Sleeps until the bell rings and something has come. */
function nextMessage() {
  for (;;) {
    const rung = Atomics.load(bell, 0);
    const received = receiveMessageOnPort(port);
    if (received) return received.message;
    Atomics.wait(bell, 0, rung);
  }
}

/** One turn of the event loop: timers that fell due fire, and sockets that were closed meanwhile are let go. */
function thaw() {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

async function initialise({ handler: name, taskRoot, callbacks }) {
  const startedAt = performance.now();
  try {
    const handler = await loadHandler(name, taskRoot);
    if (handler.length >= 3 && !callbacks) throw callbackRefused();
    initialised = true;
    send({ kind: "ready", durationMs: performance.now() - startedAt, memoryMb: memoryMb() });
    return handler;
  } catch (error) {
    endInitialisation("Uncaught Exception", error);
  }
}

async function loadHandler(name, taskRoot) {
  const slash = name.lastIndexOf("/") + 1;
  const [moduleName, ...members] = name.slice(slash).split(".");
  if (members.length === 0) throw namedError("Runtime.MalformedHandlerName", "Bad handler");
  const loaded = await loadModule(path.join(taskRoot, name.slice(0, slash), moduleName), moduleName);
  let handler = loaded;
  for (const member of members) handler = handler?.[member] ?? handler?.default?.[member];
  if (handler === undefined) {
    throw namedError("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof handler !== "function") throw namedError("Runtime.HandlerNotFound", `${name} is not a function`);
  return handler;
}

async function loadModule(base, moduleName) {
  const file = [".js", ".mjs", ".cjs"].map((extension) => base + extension).find(existsSync);
  if (!file) {
    throw namedError("Runtime.ImportModuleError", `Error: Cannot find module '${moduleName}'\nRequire stack:\n`);
  }
  try {
    if (isCommonJs(file)) return createRequire(file)(file);
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw namedError("Runtime.UserCodeSyntaxError", String(error), error.stack);
    if (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") {
      throw namedError("Runtime.ImportModuleError", String(error), error.stack);
    }
    throw error;
  }
}

/** `require` is the quicker way in; a .js file is read that way unless it is a module by its package or its text. */
function isCommonJs(file) {
  if (file.endsWith(".cjs")) return true;
  if (file.endsWith(".mjs")) return false;
  const manifest = path.join(path.dirname(file), "package.json");
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).type === "module") return false;
  return !/^(import\s*[\w{*"']|export\s*[\w{*])/m.test(readFileSync(file, "utf8"));
}

/** Runs one event; resolves with what goes back. */
async function answer(handler, event, configuration) {
  const answered = new Promise((resolve) => {
    settle = (outcome) => {
      settle = () => {};
      resolve({ ...outcome, memoryMb: memoryMb() });
    };
  });
  process.env._X_AMZN_TRACE_ID = event.traceId;
  const context = createContext(event, configuration);
  const succeed = (result) => settle(response(result));
  const fail = (error) => {
    line("ERROR", `Invoke Error \t${errorText(error)}`);
    settle({ kind: "failed", failure: describe(error) });
  };
  const callback = (error, result) => {
    const respond = () => (error ? fail(error) : succeed(result));
    if (error || !context.callbackWaitsForEmptyEventLoop) respond();
    else whenNothingIsLeft = respond;
  };
  try {
    whenNothingIsLeft = () => succeed(null);
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

function response(result) {
  try {
    return { kind: "done", payload: JSON.stringify(result === undefined ? null : result) ?? "null" };
  } catch (_error) {
    return { kind: "failed", failure: describe(new Error("Unable to stringify response body")) };
  }
}

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
  process.on("unhandledRejection", (reason) => {
    const error = namedError("Runtime.UnhandledPromiseRejection", String(reason), reason?.stack);
    endOfProcess("Unhandled Promise Rejection", error, 128);
  });
}

function endOfProcess(heading, error, code) {
  if (!initialised) endInitialisation(heading, error);
  line("ERROR", `${heading} \t${errorText(error)}`);
  send({ kind: "failed", failure: describe(error), memoryMb: memoryMb(), exits: true });
  exit(code);
}

function endInitialisation(heading, error) {
  line("ERROR", `${heading} \t${errorText(error)}`);
  send({ kind: "init-failed", failure: describe(error) });
  exit(1);
}

/**
 * The account's clock may be another than the machine's: what a function says of the time (in its
 * events, log lines, metrics) must be of the same time as what its account says.
 */
function accountDate() {
  const now = () => machineTime() + aheadMs;
  return new Proxy(MachineDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
    apply: () => new MachineDate(now()).toString(),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}

/** What Lambda's runtime does to the console, and to what is written around it. */
function catchOutput() {
  const levels = { log: "INFO", info: "INFO", debug: "DEBUG", warn: "WARN", error: "ERROR", trace: "TRACE" };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => {
      const structured = values.length === 1 && typeof values[0] === "object" ? structuredText(values[0]) : undefined;
      send({ kind: "line", level, text: format(...values), structured });
    };
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk, encoding, done) => {
      const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
      send({ kind: "output", text });
      const callback = typeof encoding === "function" ? encoding : done;
      if (callback) process.nextTick(callback);
      return true;
    };
  }
}

/** JSON of a value that is logged whole, for functions whose log format is JSON. */
function structuredText(value) {
  try {
    return value instanceof Error ? undefined : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function line(level, text) {
  send({ kind: "line", level, text });
}

function describe(error) {
  if (!isError(error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack.split("\n") };
}

function errorText(error) {
  if (!isError(error)) return JSON.stringify({ errorType: typeof error, errorMessage: String(error), stack: [] });
  const { name, message, stack, ...members } = error;
  return JSON.stringify({
    errorType: error.name,
    errorMessage: error.message,
    ...members,
    stack: error.stack.split("\n"),
  });
}

/** By its shape, since an error may come from another realm. */
function isError(value) {
  return typeof value?.name === "string" && typeof value.message === "string" && typeof value.stack === "string";
}

function namedError(name, message, stack) {
  const error = new Error(message);
  error.name = name;
  error.stack = stack ?? `${name}: ${message}`;
  return error;
}

function neverSettled() {
  return namedError(
    "Runtime.NodeJsExit",
    "The Lambda runtime client detected an unexpected Node.js exit code. " +
      "This is most commonly caused by a Promise that was never settled.",
  );
}

function callbackRefused() {
  return namedError(
    "Runtime.CallbackHandlerDeprecated",
    "AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. " +
      "You need to modify this function to use a supported handler signature to use Node.js 24 or later.",
  );
}

function memoryMb() {
  const { used_heap_size, external_memory, malloced_memory } = getHeapStatistics();
  return Math.ceil((used_heap_size + external_memory + malloced_memory) / 1_048_576);
}
