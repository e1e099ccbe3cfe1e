/** Of a message's length: little endian. */
const headerBytes = 4;

/** A message as it travels to a function's process and back; see runtime/channel.cjs. */
export function frame(message: object): Buffer {
  const text = JSON.stringify(message);
  const length = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(headerBytes + length);
  bytes.writeUInt32LE(length, 0);
  bytes.write(text, headerBytes, "utf8");
  return bytes;
}

/** Cuts a stream of bytes into messages. */
export class FrameReader {
  readonly #longest: number;
  #chunks: Buffer[] = [];
  #size = 0;

  /** `longest` is the most bytes that a message may have. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** The JSON of each message that is complete now. @throws RangeError if a message is too long */
  *add(chunk: Buffer): Generator<string> {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    for (;;) {
      if (this.#size < headerBytes) return;
      const first = this.#first(headerBytes);
      const length = first.readUInt32LE(0);
      if (length > this.#longest) throw new RangeError(`A message of ${length} bytes.`);
      if (this.#size < headerBytes + length) return;
      const whole = this.#first(headerBytes + length);
      const rest = whole.subarray(headerBytes + length);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#size = rest.length;
      yield whole.toString("utf8", headerBytes, headerBytes + length);
    }
  }

  /** The first chunk, which then has at least `length` bytes. */
  #first(length: number): Buffer {
    if (this.#chunks[0]!.length < length) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]!;
  }
}
