import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";
import { fileURLToPath } from "node:url";
import { FrameReader, frame } from "./frames.ts";
import { keeper } from "./keeper.ts";
import { messageIn } from "./message-check.ts";
import type { FromFunction, ToFunction } from "./messages.ts";
import { startWatchdog } from "./watchdog.ts";

const runtime = fileURLToPath(new URL("./runtime/main.cjs", import.meta.url));
const onWindows = process.platform === "win32";

/** A response of 6 MB, whose quotation marks are escaped again in a message. */
const longestMessage = 16 * 1024 * 1024;
/** What one event may send: more than any response and log together. */
const allowance = { bytes: 2 * longestMessage, messages: 50_000 };
/** How long reading pauses after each chunk beyond that. */
const pauseMs = 10;
/** Output that is still on its way when the process has ended. */
const lastOutputMs = 250;
/** A process that hangs in the system, e.g. on a network drive, may end much later, and is given up. */
const giveUpMs = 1000;

/** How a process ended: the fields of Node's event "exit", or the error with which it did not start. */
export interface ProcessEnd {
  code?: number | null;
  signal?: NodeJS.Signals | null;
  error?: Error;
  /** What it wrote to stderr at last, e.g. why V8 gave up. */
  lastWords: string;
}

export interface ProcessListener {
  onMessage(message: FromFunction): void;
  /** Whole lines that the process wrote to its stdout and stderr, past its runtime. */
  onOutput(text: string): void;
  /** Something came that is no message. Nothing more of this process will be read. */
  onNonsense(): void;
  onEnd(end: ProcessEnd): void;
}

/** What a process is started with. */
export interface StartOptions {
  memoryMb: number;
  /** The variables that it has from its very start. */
  env: Record<string, string>;
}

/**
 * A process with Lambda's runtime, which waits for the function that it shall run. It leads a process group, so that
 * whatever it starts ends with it.
 */
export class FunctionProcess {
  readonly #child: ChildProcess;
  readonly #channel: Socket;
  readonly #streams: Socket[];
  readonly #frames = new FrameReader(longestMessage);
  #listener: ProcessListener | undefined;
  #exit: Pick<ProcessEnd, "code" | "signal" | "error"> | undefined;
  #end: ProcessEnd | undefined;
  #lastWords = "";
  #killed = false;
  #stopWaiting = () => {};
  #received = { bytes: 0, messages: 0 };
  #whenEnded: Array<() => void> = [];

  constructor({ memoryMb, env }: StartOptions) {
    this.#child = spawn(process.execPath, [...flags(memoryMb), runtime], {
      // None of this process's variables: they may hold a learner's real credentials.
      env,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      // A process group of its own. On Windows this would open a window.
      detached: !onWindows,
      windowsHide: true,
    });
    const [stdout, stderr, channel] = this.#child.stdio.slice(1) as [Socket, Socket, Socket];
    this.#channel = channel;
    this.#streams = [stdout, stderr, channel];
    this.#child.on("error", (error) => this.#exited({ error }));
    this.#child.once("exit", (code, signal) => this.#exited({ code, signal }));
    this.#child.once("close", () => this.#finish());
    this.#child.unref();
    if (this.pid !== undefined) keeper.add(this.pid);
    this.#readChannel();
    this.#readOutput(stdout, () => {});
    this.#readOutput(stderr, (text) => (this.#lastWords = (this.#lastWords + text).slice(-4000)));
  }

  /** Undefined if it did not start. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get ended(): boolean {
    return this.#exit !== undefined;
  }

  send(message: ToFunction): void {
    this.#received = { bytes: 0, messages: 0 };
    this.#channel.write(frame(message));
  }

  listen(listener: ProcessListener): void {
    this.#listener = listener;
    if (this.#end) queueMicrotask(() => listener.onEnd(this.#end!));
  }

  /** Ends it, whatever it is doing, with all that it started. Resolves when it has ended. */
  kill(): Promise<void> {
    if (this.#end) return Promise.resolve();
    if (!this.#killed && !this.#exit) {
      this.#killed = true;
      // Whoever waits for this must not find that there is nothing left to wait for.
      for (const each of [this.#child, ...this.#streams]) each.ref();
      this.#killGroup();
      this.#stopWaiting = startWatchdog(giveUpMs, () => this.#exited({ signal: "SIGKILL" }));
    }
    return new Promise((resolve) => this.#whenEnded.push(resolve));
  }

  #killGroup(): void {
    try {
      if (this.pid === undefined) return;
      if (onWindows) this.#child.kill("SIGKILL");
      else process.kill(-this.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  }

  #exited(exit: Pick<ProcessEnd, "code" | "signal" | "error">): void {
    if (this.#exit) return;
    this.#exit = exit;
    this.#stopWaiting();
    // What it started may still be running.
    this.#killGroup();
    if (this.pid !== undefined) keeper.remove(this.pid);
    this.#stopWaiting = startWatchdog(lastOutputMs, () => this.#finish());
  }

  #finish(): void {
    if (this.#end) return;
    this.#stopWaiting();
    this.#end = { ...this.#exit, lastWords: this.#lastWords };
    for (const stream of this.#streams) stream.destroy();
    this.#listener?.onEnd(this.#end);
    for (const resolve of this.#whenEnded) resolve();
  }

  #readChannel(): void {
    // E.g. written to after it has ended.
    this.#channel.on("error", () => {});
    this.#channel.on("data", (chunk: Buffer) => {
      try {
        for (const json of this.#frames.add(chunk)) this.#receive(messageIn(json));
      } catch {
        this.#receive(undefined);
      }
      this.#slowDown(this.#channel, chunk.length);
    });
    // Either the process is ending, or it closed the channel.
    this.#channel.on("end", () => startWatchdog(lastOutputMs, () => this.#exit ?? this.#listener?.onNonsense()));
    this.#channel.unref();
  }

  #receive(message: FromFunction | undefined): void {
    if (message && ++this.#received.messages <= allowance.messages) return this.#listener?.onMessage(message);
    this.#channel.removeAllListeners("data");
    this.#channel.resume();
    this.#listener?.onNonsense();
  }

  #readOutput(stream: Socket, alsoTo: (text: string) => void): void {
    const decoder = new StringDecoder("utf8");
    let rest = "";
    stream.on("error", () => {});
    stream.on("data", (chunk: Buffer) => {
      const text = decoder.write(chunk);
      alsoTo(text);
      const whole = (rest + text).lastIndexOf("\n") + 1;
      // A line without end is cut, or it would be kept in memory for ever.
      const cut = whole === 0 && rest.length > chunk.length ? (rest + text).length : whole;
      if (cut > 0) this.#listener?.onOutput((rest + text).slice(0, cut));
      rest = (rest + text).slice(cut);
      this.#slowDown(stream, chunk.length);
    });
    stream.on("end", () => {
      if (rest) this.#listener?.onOutput(rest);
    });
    stream.unref();
  }

  /** Beyond its allowance a process is read slowly, so that it cannot keep this one busy; it then waits in its own writing. */
  #slowDown(stream: Socket, bytes: number): void {
    this.#received.bytes += bytes;
    if (this.#received.bytes <= allowance.bytes || this.#exit) return;
    stream.pause();
    startWatchdog(pauseMs, () => stream.resume());
  }
}

function flags(memoryMb: number): string[] {
  return [
    `--max-old-space-size=${memoryMb}`,
    // So small a young generation costs a little time and saves tens of megabytes per environment.
    "--max-semi-space-size=2",
    // Loads code that V8 has compiled before; see runtime/compiled-code.cjs.
    "--experimental-vm-modules",
    "--disable-warning=ExperimentalWarning",
  ];
}
