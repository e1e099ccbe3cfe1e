import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

/** A command's output, both streams interleaved, and its exit code. */
export interface CommandResult {
  output: string;
  exitCode: number;
}

/** A process that runs one command of the workshop after the other. */
export class CommandProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @throws Error if it exits before it is ready. */
  static async start(root: string, { withCloud }: { withCloud: boolean }): Promise<CommandProcess> {
    const child = fork(join(root, "tools/docs/chapter/command-process.mjs"), withCloud ? ["cloud"] : [], {
      cwd: root,
      env: plainEnvironment(),
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    await nextMessage(child);
    return new CommandProcess(child);
  }

  /** `args` are the arguments of `npx workshop`. */
  async run(args: readonly string[]): Promise<CommandResult> {
    this.#child.send([...args]);
    return (await nextMessage(this.#child)) as CommandResult;
  }

  /** Resolves when its local cloud has no work in progress. Scheduled work does not count. */
  async idle(): Promise<void> {
    this.#child.send("idle");
    await nextMessage(this.#child);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill();
    await ended;
  }
}

/** An environment for reproducible output: 80 columns, no colors, no test runner's variables. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, VITEST: __, FORCE_COLOR: ___, NODE_ENV: ____, ...environment } = process.env;
  return { ...environment, NO_COLOR: "1", COLUMNS: "80" };
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) =>
      reject(new Error(`The process that runs the chapter's commands exited with ${code}.`));
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      resolve(message);
    });
  });
}
