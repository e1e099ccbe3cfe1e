import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

/** What a command wrote, both streams as they came, and how it ended. */
export interface Ran {
  written: string;
  exitCode: number;
}

/** A process in a classroom that stays, and runs one command of the workshop after the other. */
export class CommandProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @throws Error if it ends before it is ready. */
  static async start(root: string, { withCloud }: { withCloud: boolean }): Promise<CommandProcess> {
    const child = fork(join(root, "tools/docs/chapter/command-process.mjs"), withCloud ? ["cloud"] : [], {
      cwd: root,
      env: plainEnvironment(),
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    await nextMessage(child);
    return new CommandProcess(child);
  }

  /** `words` is what stands behind `npx workshop`. */
  async run(words: readonly string[]): Promise<Ran> {
    this.#child.send([...words]);
    return (await nextMessage(this.#child)) as Ran;
  }

  /** Resolves when nothing is under way in its cloud, but for what waits for its time. */
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

/** The reader's, as far as output goes: 80 columns, no colours, nothing of a test runner's. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, VITEST: __, FORCE_COLOR: ___, NODE_ENV: ____, ...environment } = process.env;
  return { ...environment, NO_COLOR: "1", COLUMNS: "80" };
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A classroom's process ended with ${code}.`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
}
