/** LevelDB's log format (doc/log_format.md in its repository): logs and manifests have it. */
const blockSize = 32_768;
const headerSize = 7;
const fullType = 1;
const firstType = 2;
const lastType = 4;

const polynomial = 0x82f63b78;
const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
  return value;
});

/**
 * The records of a log that are whole. `damagedAt` is the byte where something cannot be read although records follow: a log
 * that was written only in part ends there.
 */
export function readRecords(bytes: Uint8Array): { records: Uint8Array[]; damagedAt?: number } {
  const records: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  let unreadable: number | undefined;
  let at = 0;
  while (at + headerSize <= bytes.length) {
    const left = blockSize - (at % blockSize);
    if (left < headerSize) {
      at += left;
      continue;
    }
    const fragment = fragmentAt(bytes, at, left);
    if (fragment === undefined) {
      // LevelDB skips space that it reserved and did not use.
      if (bytes.subarray(at, at + left).some((byte) => byte !== 0)) unreadable ??= at;
      at += left;
      continue;
    }
    if (unreadable !== undefined) return { records, damagedAt: unreadable };
    const { type, data } = fragment;
    if (type === fullType || type === firstType) parts = [];
    parts.push(data);
    if (type === fullType || type === lastType) records.push(parts.length === 1 ? data : Buffer.concat(parts));
    at += headerSize + data.length;
  }
  return { records };
}

/** A fragment with a correct checksum. */
function fragmentAt(bytes: Uint8Array, at: number, left: number): { type: number; data: Uint8Array } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  const length = view.getUint16(4, true);
  const type = view.getUint8(6);
  if (type < fullType || type > lastType || headerSize + length > left || at + headerSize + length > bytes.length) {
    return undefined;
  }
  if (masked(crc32c(bytes, at + 6, at + headerSize + length)) !== view.getUint32(0, true)) return undefined;
  return { type, data: bytes.subarray(at + headerSize, at + headerSize + length) };
}

function crc32c(bytes: Uint8Array, from: number, to: number): number {
  let value = -1;
  for (let at = from; at < to; at++) value = table[(value ^ bytes[at]!) & 0xff]! ^ (value >>> 8);
  return ~value;
}

/** LevelDB stores a checksum in another form, since the data may have checksums itself. */
function masked(checksum: number): number {
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
}
