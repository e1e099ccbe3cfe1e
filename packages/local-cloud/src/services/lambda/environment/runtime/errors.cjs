// The errors of Lambda's Node.js runtime, and how it describes any error.

/** @import { FunctionFailure } from "../outcome.ts" */

/**
 * A thrown value as Lambda returns it to the caller.
 *
 * @param {unknown} error
 * @returns {FunctionFailure}
 */
function describeError(error) {
  if (!isError(error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack.split("\n") };
}

/**
 * A thrown value as Lambda logs it as text.
 *
 * @param {unknown} error
 */
function errorText(error) {
  if (!isError(error)) return JSON.stringify({ errorType: typeof error, errorMessage: String(error), stack: [] });
  const { name, message, stack, ...members } = error;
  return JSON.stringify({ errorType: name, errorMessage: message, ...members, stack: stack.split("\n") });
}

/**
 * An error's members in a log in JSON ("Log and monitor Node.js Lambda functions").
 *
 * @param {Error} error
 */
function errorMembers(error) {
  return {
    errorType: error.constructor?.name ?? "UnknownError",
    errorMessage: error.message,
    stackTrace: typeof error.stack === "string" ? error.stack.split("\n") : [],
  };
}

/**
 * Recognizes an error by its shape, since it may come from another realm.
 *
 * @param {any} value
 * @returns {value is Error & { stack: string }}
 */
function isError(value) {
  return typeof value?.name === "string" && typeof value.message === "string" && typeof value.stack === "string";
}

/**
 * @param {string} name
 * @param {string} message
 * @param {string} [stack]
 */
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

module.exports = { callbackRefused, describeError, errorMembers, errorText, isError, namedError, neverSettled };
