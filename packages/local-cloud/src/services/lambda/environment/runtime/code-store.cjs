// A file with a module's source, as it was compiled, and V8's compiled form of it.
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { crc32 } = require("node:zlib");

const checksumBytes = 4;
const lengthBytes = 4;

/**
 * @param {string} file
 * @returns {{ source: string, data: Buffer } | undefined} undefined if it does not exist or is damaged; an empty source for
 *   code that cannot be compiled ahead
 */
function loadCode(file) {
  try {
    const content = readFileSync(file);
    const body = content.subarray(checksumBytes);
    // V8 itself does not look at all of it, and would run whatever is there.
    if (crc32(body) !== content.readUInt32LE(0)) return undefined;
    const sourceEnd = lengthBytes + body.readUInt32LE(0);
    return { source: body.toString("utf8", lengthBytes, sourceEnd), data: body.subarray(sourceEnd) };
  } catch {
    return undefined;
  }
}

/**
 * @param {string} file
 * @param {string} source
 * @param {Buffer} data
 */
function saveCode(file, source, data) {
  const text = Buffer.from(source, "utf8");
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(text.length, 0);
  const body = Buffer.concat([length, text, data]);
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const checksum = Buffer.alloc(checksumBytes);
    checksum.writeUInt32LE(crc32(body), 0);
    writeFileSync(draft, Buffer.concat([checksum, body]));
    renameSync(draft, file);
  } catch {
    // The disk is full, or the folder was just deleted: the next environment compiles again.
  }
}

module.exports = { loadCode, saveCode };
