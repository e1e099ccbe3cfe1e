import { AwsError } from "../core/aws-error.ts";
import { maxNesting } from "../core/nesting.ts";

/** A value with a tag; tag 1 is a time in seconds since 1970. */
export class Tagged {
  readonly tag: number;
  readonly value: unknown;

  constructor(tag: number, value: unknown) {
    this.tag = tag;
    this.value = value;
  }
}

const ends = Symbol("the end of something of indefinite length");

/** The value in `bytes` (RFC 8949). @throws AwsError SerializationException */
export function decodeCbor(bytes: Buffer): unknown {
  try {
    const reader = new Reader(bytes);
    const value = reader.read(0);
    if (value !== ends && reader.isAtEnd) return value;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new AwsError("SerializationException", "The request body is not CBOR.");
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** @throws RangeError if the bytes end too early, or are not CBOR */
  read(depth: number): unknown {
    if (depth > maxNesting) throw new RangeError("nested too deep");
    const first = this.#bytes.readUInt8(this.#at++);
    const [major, info] = [first >> 5, first & 31];
    if (major === 7) return this.#simple(info);
    const length = info === 31 ? undefined : this.#length(info);
    if (length === undefined && (major < 2 || major === 6)) throw new RangeError("not CBOR");
    switch (major) {
      case 0:
        return length;
      case 1:
        return -1 - length!;
      case 2:
        return length === undefined ? Buffer.concat(this.#until(depth) as Buffer[]) : this.#take(length);
      case 3:
        return length === undefined ? this.#until(depth).join("") : this.#take(length).toString("utf8");
      case 4:
        return length === undefined ? this.#until(depth) : this.#values(length, depth);
      case 5:
        return this.#map(length === undefined ? this.#until(depth) : this.#values(length * 2, depth));
      default:
        return new Tagged(length!, this.read(depth + 1));
    }
  }

  #length(info: number): number {
    if (info < 24) return info;
    if (info === 27) return Number(this.#bytes.readBigUInt64BE(this.#skip(8)));
    if (info > 27) throw new RangeError("not CBOR");
    const size = 1 << (info - 24);
    return this.#bytes.readUIntBE(this.#skip(size), size);
  }

  #simple(info: number): unknown {
    const constants: Record<number, unknown> = { 20: false, 21: true, 22: null, 23: undefined, 31: ends };
    if (info in constants) return constants[info];
    if (info === 25) return halfFloat(this.#bytes.readUInt16BE(this.#skip(2)));
    if (info === 26) return this.#bytes.readFloatBE(this.#skip(4));
    if (info === 27) return this.#bytes.readDoubleBE(this.#skip(8));
    throw new RangeError("not CBOR");
  }

  #values(count: number, depth: number): unknown[] {
    if (count > this.#bytes.length - this.#at) throw new RangeError("too few bytes");
    return Array.from({ length: count }, () => this.read(depth + 1));
  }

  #until(depth: number): unknown[] {
    const values: unknown[] = [];
    for (let value = this.read(depth + 1); value !== ends; value = this.read(depth + 1)) values.push(value);
    return values;
  }

  #map(values: unknown[]): object {
    const map = Object.create(null) as Record<string, unknown>;
    for (let at = 0; at + 1 < values.length; at += 2) map[String(values[at])] = values[at + 1];
    return { ...map };
  }

  #take(length: number): Buffer {
    const from = this.#skip(length);
    return this.#bytes.subarray(from, this.#at);
  }

  #skip(length: number): number {
    if (length > this.#bytes.length - this.#at) throw new RangeError("too few bytes");
    this.#at += length;
    return this.#at - length;
  }
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

/** `value` in CBOR. Members that are undefined are left out. */
export function encodeCbor(value: unknown): Buffer {
  const chunks: Buffer[] = [];
  write(value, chunks);
  return Buffer.concat(chunks);
}

function write(value: unknown, chunks: Buffer[]): void {
  if (value === null || value === undefined) chunks.push(Buffer.from([0xf6]));
  else if (typeof value === "boolean") chunks.push(Buffer.from([value ? 0xf5 : 0xf4]));
  else if (typeof value === "number") chunks.push(number(value));
  else if (typeof value === "string") chunks.push(head(3, Buffer.byteLength(value)), Buffer.from(value));
  else if (Buffer.isBuffer(value)) chunks.push(head(2, value.length), value);
  else if (Array.isArray(value)) {
    chunks.push(head(4, value.length));
    for (const item of value) write(item, chunks);
  } else if (value instanceof Tagged) {
    chunks.push(head(6, value.tag));
    write(value.value, chunks);
  } else {
    const entries = Object.entries(value as object).filter(([, member]) => member !== undefined);
    chunks.push(head(5, entries.length));
    for (const [name, member] of entries) {
      write(name, chunks);
      write(member, chunks);
    }
  }
}

function number(value: number): Buffer {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return value < 0 ? head(1, -1 - value) : head(0, value);
  const bytes = Buffer.alloc(9);
  bytes[0] = 0xfb;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 0x100) return Buffer.from([(major << 5) | 24, length]);
  const bytes = Buffer.alloc(length < 0x10000 ? 3 : length < 0x100000000 ? 5 : 9);
  bytes[0] = (major << 5) | (bytes.length === 3 ? 25 : bytes.length === 5 ? 26 : 27);
  if (bytes.length === 9) bytes.writeBigUInt64BE(BigInt(length), 1);
  else bytes.writeUIntBE(length, 1, bytes.length - 1);
  return bytes;
}
