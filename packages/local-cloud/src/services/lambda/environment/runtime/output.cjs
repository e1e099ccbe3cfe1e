// What a handler writes with `console`, or to stdout and stderr, goes to its log.
const { format } = require("node:util");
const { send } = require("./channel.cjs");
const { errorMembers, isError } = require("./errors.cjs");

/** @import { Configuration } from "../messages.ts" */

const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const methods = {
  log: "INFO",
  info: "INFO",
  debug: "DEBUG",
  warn: "WARN",
  error: "ERROR",
  trace: "TRACE",
  fatal: "FATAL",
};

/** @type {Configuration["logs"]} */
let settings = { json: false, level: "TRACE", mostLines: 0, mostCharacters: 0 };
let lines = 0;
let characters = 0;

/** @param {Configuration["logs"]} configured */
function captureOutput(configured) {
  settings = configured;
  for (const [method, level] of Object.entries(methods)) {
    /** @type {any} */ (console)[method] = (/** @type {unknown[]} */ ...values) => log(level, values);
  }
  for (const stream of [process.stdout, process.stderr]) {
    /** @param {any} chunk @param {any} [encoding] @param {any} [done] */
    stream.write = (chunk, encoding, done) => {
      const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
      if (mayWrite(text)) send({ kind: "output", text });
      const callback = typeof encoding === "function" ? encoding : done;
      if (callback) process.nextTick(callback);
      return true;
    };
  }
}

/** Each run may log as much as any other. */
function allowOutput() {
  lines = 0;
  characters = 0;
}

/**
 * Writes a line as `console` does.
 *
 * @param {string} level
 * @param {unknown[]} values
 */
function log(level, values) {
  if (settings.json && levels.indexOf(level) < levels.indexOf(settings.level)) return;
  const text = settings.json ? members(values) : format(...values);
  if (mayWrite(text)) send({ kind: "line", level, text });
}

/**
 * Logs an error that the runtime caught: as text with a heading, as JSON without.
 *
 * @param {string} heading
 * @param {unknown} error
 * @param {string} text
 */
function logError(heading, error, text) {
  log("ERROR", settings.json ? [error] : [`${heading} \t${text}`]);
}

/**
 * Counts what is written, and says once when it is too much: the local cloud keeps it all, and a handler may never stop.
 *
 * @param {string} text
 */
function mayWrite(text) {
  lines++;
  characters += text.length;
  if (lines <= settings.mostLines && characters <= settings.mostCharacters) return true;
  if (lines <= settings.mostLines + 1) send({ kind: "dropping" });
  lines = Number.POSITIVE_INFINITY;
  return false;
}

/**
 * The members of a line in JSON, without its braces: the only value as it is, or all of them formatted, and then the first
 * error among them.
 *
 * @param {unknown[]} values
 */
function members(values) {
  if (values.length === 1) return onlyMember(values[0]);
  const error = values.find(isError);
  return membersOf({ message: format(...values), ...(error && errorMembers(error)) });
}

/** @param {unknown} message */
function onlyMember(message) {
  try {
    return membersOf({ message });
  } catch {
    // E.g. because it contains itself.
    return membersOf({ message: format(message) });
  }
}

/** @param {object} record */
function membersOf(record) {
  const replaceErrors = (/** @type {string} */ _, /** @type {any} */ value) =>
    isError(value) ? { ...errorMembers(value), ...value } : value;
  return JSON.stringify(record, replaceErrors).slice(1, -1);
}

module.exports = { allowOutput, captureOutput, logError };
