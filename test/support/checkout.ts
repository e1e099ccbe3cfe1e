import { type ChildProcessByStdio, spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { collectSources, listSaves, root } from "@event-choreography/workshop-cli/working-copy";
import { Copy } from "../../tools/prove/copies.ts";

/** A command's exit code and output. */
export interface Ended {
  /** null if a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** The working directory, relative to the root. Default: the root. */
  folder?: string;
  env?: Record<string, string>;
  /** Kill it with SIGKILL after this time. */
  killAfterMs?: number;
  /** Run it as this user, which only root may. Default: the user who runs the tests. */
  uid?: number;
}

/** A copy of the repository in which the learner's commands may change files. */
export class Checkout implements Disposable {
  readonly #copy = new Copy(root);
  readonly root = this.#copy.workspace.root;

  constructor() {
    mkdirSync(join(this.root, ".workshop"));
  }

  /** Restores the initial state, except for the compiled command, which is slow to rebuild. */
  renew(): void {
    for (const name of readdirSync(join(this.root, ".workshop"))) {
      if (name !== "compiled") rmSync(join(this.root, ".workshop", name), { recursive: true });
    }
    const packed = ["originals", "chapters"].map((name) => `packages/workshop-cli/${name}.txt`);
    for (const name of ["infra", "services", "steps", ...packed]) {
      rmSync(join(this.root, name), { recursive: true, force: true });
      cpSync(join(root, name), join(this.root, name), { recursive: true });
    }
  }

  /** Runs `npx workshop …`, without npx. */
  run(args: string, options: RunOptions = {}): Promise<Ended> {
    return runCommand(this.root, args, options);
  }

  /** Starts a long-running command in its own process group, as a terminal does. */
  start(args: string, env: Record<string, string> = {}): Running {
    return startCommand(this.root, args, { env });
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  /** Writes a file at once: no process reads half of it. */
  replace(path: string, text: string): void {
    this.write(`${path}.draft`, text);
    renameSync(join(this.root, `${path}.draft`), join(this.root, path));
  }

  /** Replaces a string in a file. @throws Error if the file does not contain it */
  edit(path: string, find: string, replace: string): void {
    const text = this.read(path);
    if (!text.includes(find)) throw new Error(`${path} does not contain ${find}`);
    this.write(
      path,
      text.replace(find, () => replace),
    );
  }

  /** The current contents of the steps' files, by path. */
  get sources(): Map<string, string> {
    return collectSources(this.root);
  }

  /** Whether some file of the steps or of a save contains this text. */
  has(text: string): boolean {
    const saved = listSaves(this.#copy.workspace).flatMap(({ files }) => [...files.values()].map(String));
    return [...this.sources.values(), ...saved].some((known) => known.includes(text));
  }

  [Symbol.dispose](): void {
    this.#copy[Symbol.dispose]();
  }
}

const command = "packages/workshop-cli/bin.mjs";

/** Runs `npx workshop …` in the workshop in `root`, without npx. */
export function runCommand(
  root: string,
  args: string,
  { folder = "", env = {}, killAfterMs, uid }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, command), ...args.split(" ").filter(Boolean)], {
    cwd: join(root, folder),
    env: { ...withoutColor(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    uid,
  });
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

/** Starts a long-running command in the workshop in `root`, in its own process group, as a terminal does. */
export function startCommand(root: string, args: string, { env = {} }: Pick<RunOptions, "env"> = {}): Running {
  const child = spawn(process.execPath, [join(root, command), ...args.split(" ")], {
    cwd: root,
    env: { ...withoutColor(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  return new Running(child);
}

/** A running command. */
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

  /** Resolves when either stream contains the text. @throws Error with all output if the command exits first */
  async says(text: string): Promise<void> {
    const printed = new Promise<void>((resolve) => {
      const look = () => {
        if (`${this.stdout}${this.stderr}`.includes(text)) resolve();
      };
      this.#child.stdout.on("data", look);
      this.#child.stderr.on("data", look);
      look();
    });
    const ended = this.#ended.then(({ code }) => {
      throw new Error(`The command exited with ${code} and did not print "${text}":\n${this.stdout}${this.stderr}`);
    });
    await Promise.race([printed, ended]);
  }

  /** Sends a signal: SIGINT to the process group, as Ctrl-C does, others to the process itself. */
  async end(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    const pid = this.#child.pid!;
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) process.kill(signal === "SIGINT" ? -pid : pid, signal);
    return await this.#ended;
  }

  /** Resolves when it has ended by itself. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    return this.#ended;
  }

  /** Whether processes of the command are still running after three seconds. */
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

/** The environment without settings for colors and width, which the tests' own terminal may have. */
function withoutColor(): NodeJS.ProcessEnv {
  const { FORCE_COLOR, NO_COLOR, COLUMNS, ...others } = process.env;
  return others;
}
