import { PassThrough } from "node:stream";
import type { ReadStream } from "node:tty";
import { expect, test } from "vitest";
import { Keys } from "./keys.ts";

class Terminal extends PassThrough {
  isTTY = true;
  isRaw = false;
  setRawMode(raw: boolean): this {
    this.isRaw = raw;
    return this;
  }
}

test("hears each key without Enter, in lower case, and Ctrl-C as q", () => {
  const terminal = new Terminal();
  const heard: string[] = [];
  using _keys = Keys.open((key) => heard.push(key), terminal as unknown as ReadStream);
  terminal.emit("data", "hN\u0003");

  expect(heard).toEqual(["h", "n", "q"]);
});

test("leaves the terminal as it was", () => {
  const terminal = new Terminal();
  const heard: string[] = [];
  Keys.open((key) => heard.push(key), terminal as unknown as ReadStream)![Symbol.dispose]();
  terminal.emit("data", "h");

  expect([terminal.isRaw, heard]).toEqual([false, []]);
});

test("are not there without a terminal", () => {
  expect(Keys.open(() => {}, { isTTY: false } as ReadStream)).toBeUndefined();
});
