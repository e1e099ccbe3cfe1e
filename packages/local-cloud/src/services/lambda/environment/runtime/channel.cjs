// The channel to the local cloud: one file descriptor, on which reading and writing block. A function therefore never runs
// ahead of what the local cloud has read, and an environment without an event sleeps in `nextMessage`.
//
// Each message is a frame: its length in bytes (four of them, little endian), then JSON in UTF-8.
const { readSync, writeSync } = require("node:fs");

/**
 * @import { ToFunction, FromFunction } from "../messages.ts"
 */

const channel = 3;
const headerBytes = 4;

// Saved here, since the bundle might replace them.
/** @type {(code: number) => never} */
const exit = process.exit.bind(process);
const { parse, stringify } = JSON;
const { from: bytesOf, alloc } = Buffer;
const sleep = Atomics.wait;
const neverWoken = new Int32Array(new SharedArrayBuffer(4));

/**
 * Waits for the next message. Ends the process when the local cloud has gone.
 *
 * @returns {ToFunction}
 */
function nextMessage() {
  const length = read(headerBytes).readUInt32LE(0);
  return parse(read(length).toString("utf8"));
}

/**
 * Returns when the system has taken the whole message.
 *
 * @param {FromFunction} message
 */
function send(message) {
  const body = bytesOf(stringify(message), "utf8");
  const frame = alloc(headerBytes + body.length);
  frame.writeUInt32LE(body.length, 0);
  body.copy(frame, headerBytes);
  for (let sent = 0; sent < frame.length; ) sent += attempt(() => writeSync(channel, frame, sent));
}

/** @param {number} length */
function read(length) {
  const bytes = alloc(length);
  for (let filled = 0; filled < length; ) {
    const count = attempt(() => readSync(channel, bytes, filled, length - filled, null));
    if (count === 0) exit(0);
    filled += count;
  }
  return bytes;
}

/**
 * Calls the system, which refuses to block once the bundle has opened the channel as a stream.
 *
 * @param {() => number} call
 */
function attempt(call) {
  for (;;) {
    try {
      return call();
    } catch (/** @type {any} */ error) {
      if (error?.code !== "EAGAIN") exit(0);
      sleep(neverWoken, 0, 0, 1);
    }
  }
}

module.exports = { nextMessage, send };
