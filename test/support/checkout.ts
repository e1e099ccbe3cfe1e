import { type ChildProcessByStdio, spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { collectSources, listSaves, root } from "@event-choreography/workshop-cli/working-copy";
import { Copy } from "../../tools/prove/copies.ts";

/** What a command line came to. */
export interface Ended {
  /** null if a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** A folder below the root. */
  folder?: string;
  env?: Record<string, string>;
  /** End it with SIGKILL after this time. */
  killAfterMs?: number;
}

/** A checkout of one's own, in which the learner's commands may do what they do. */
export class Checkout implements Disposable {
  readonly #copy = new Copy(root);
  readonly root = this.#copy.workspace.root;

  constructor() {
    mkdirSync(join(this.root, ".workshop"));
  }

  /** As it was made, but for what the command was compiled to: that takes longer than all the rest. */
  renew(): void {
    for (const name of readdirSync(join(this.root, ".workshop"))) {
      if (name !== "compiled") rmSync(join(this.root, ".workshop", name), { recursive: true });
    }
    for (const name of ["infra", "services", "steps", "packages/workshop-cli/originals.txt"]) {
      rmSync(join(this.root, name), { recursive: true, force: true });
      cpSync(join(root, name), join(this.root, name), { recursive: true });
    }
  }

  /** Runs `npx workshop …`, without npx. */
  run(args: string, { folder = "", env = {}, killAfterMs }: RunOptions = {}): Promise<Ended> {
    const child = spawn(
      process.execPath,
      [join(this.root, "packages/workshop-cli/bin.mjs"), ...args.split(" ").filter(Boolean)],
      {
        cwd: join(this.root, folder),
        env: { ...withoutColour(), ...env },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const ended: Ended = { code: null, signal: null, stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => {
      ended.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      ended.stderr += text;
    });
    const killer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        clearTimeout(killer);
        resolve({ ...ended, code, signal });
      });
    });
  }

  /** Starts a command that does not end by itself, in a process group of its own, as a terminal does. */
  start(args: string): Running {
    const child = spawn(process.execPath, [join(this.root, "packages/workshop-cli/bin.mjs"), ...args.split(" ")], {
      cwd: this.root,
      env: withoutColour(),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    return new Running(child);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  /** Changes one text in a file as a learner does. */
  edit(path: string, find: string, replace: string): void {
    const text = this.read(path);
    if (!text.includes(find)) throw new Error(`${path} has no ${find}`);
    this.write(
      path,
      text.replace(find, () => replace),
    );
  }

  /** The steps' files as they stand, by path. */
  get sources(): Map<string, string> {
    return collectSources(this.root);
  }

  /** Whether this text stands somewhere in the tree, or in a save. */
  has(text: string): boolean {
    const saved = listSaves(this.#copy.workspace).flatMap(({ files }) => [...files.values()].map(String));
    return [...this.sources.values(), ...saved].some((known) => known.includes(text));
  }

  [Symbol.dispose](): void {
    this.#copy[Symbol.dispose]();
  }
}

/** A command under way. */
export class Running {
  stdout = "";
  stderr = "";
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

  constructor(child: ChildProcessByStdio<null, Readable, Readable>) {
    this.#child = child;
    child.stdout.setEncoding("utf8").on("data", (text) => {
      this.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      this.stderr += text;
    });
    this.#ended = new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal })));
  }

  /** Resolves once it has said so, on either stream. @throws Error with all it said, if it ends before. */
  async says(text: string): Promise<void> {
    const listening = new Promise<void>((resolve) => {
      const look = () => {
        if (`${this.stdout}${this.stderr}`.includes(text)) resolve();
      };
      this.#child.stdout.on("data", look);
      this.#child.stderr.on("data", look);
      look();
    });
    const ended = this.#ended.then(({ code }) => {
      throw new Error(`It ended with ${code} and never said "${text}":\n${this.stdout}${this.stderr}`);
    });
    await Promise.race([listening, ended]);
  }

  /** Ctrl-C reaches every process of the terminal; SIGTERM the one that it is sent to. */
  async end(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    const pid = this.#child.pid!;
    if (this.#child.exitCode === null) process.kill(signal === "SIGINT" ? -pid : pid, signal);
    return await this.#ended;
  }

  /** Whether some process that it started stays. One that has ended may take a moment to be gone from the system's table. */
  async leavesProcesses(): Promise<boolean> {
    const giveUpAt = Date.now() + 3000;
    while (this.#hasProcesses()) {
      if (Date.now() > giveUpAt) return true;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return false;
  }

  #hasProcesses(): boolean {
    try {
      process.kill(-this.#child.pid!, 0);
      return true;
    } catch {
      return false;
    }
  }
}

/** As in a pipe; whatever the tests' own terminal is. */
function withoutColour(): NodeJS.ProcessEnv {
  const { FORCE_COLOR, NO_COLOR, COLUMNS, ...others } = process.env;
  return others;
}
