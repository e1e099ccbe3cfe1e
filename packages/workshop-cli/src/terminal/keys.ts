import type { ReadStream } from "node:tty";

const controlC = "\u0003";

/** The keys that a person presses, one at a time, without Enter. Ctrl-C is "q". Undefined where there is no terminal. */
export class Keys implements Disposable {
  readonly #input: ReadStream;
  readonly #onData: (text: string) => void;

  /** Calls `onKey` with each key, in lower case. */
  static open(onKey: (key: string) => void, input: ReadStream = process.stdin): Keys | undefined {
    return input.isTTY ? new Keys(input, onKey) : undefined;
  }

  private constructor(input: ReadStream, onKey: (key: string) => void) {
    this.#input = input;
    this.#onData = (text) => {
      for (const key of text) onKey(key === controlC ? "q" : key.toLowerCase());
    };
    input.setEncoding("utf8").setRawMode(true);
    input.on("data", this.#onData).resume();
  }

  [Symbol.dispose](): void {
    this.#input.off("data", this.#onData).setRawMode(false);
    this.#input.pause();
  }
}
