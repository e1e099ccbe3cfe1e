import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What `workshop cloud --json` prints once it is ready. */
export interface ReadyCloud {
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface Ended {
  /** From the start to the end of the process. */
  ms: number;
  // biome-ignore lint/suspicious/noExplicitAny: each command prints its own kind of document
  document: any;
}

/** Runs one command of the workshop to its end. @throws Error with its output if it fails. */
export async function run(root: string, ...args: string[]): Promise<Ended> {
  const startedAt = performance.now();
  const child = start(root, args);
  const output = { stdout: "", stderr: "" };
  child.stdout!.on("data", (chunk) => (output.stdout += chunk));
  child.stderr!.on("data", (chunk) => (output.stderr += chunk));
  const [code] = await once(child, "close");
  const ms = Math.round(performance.now() - startedAt);
  if (code !== 0) throw new Error(`workshop ${args.join(" ")} exited with ${code}: ${output.stderr || output.stdout}`);
  return { ms, document: JSON.parse(output.stdout) };
}

/** A local cloud in a separate process. */
export class CloudProcess {
  readonly ready: ReadyCloud;
  readonly startMs: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, ready: ReadyCloud, startMs: number) {
    this.#child = child;
    this.ready = ready;
    this.startMs = startMs;
  }

  static async start(root: string): Promise<CloudProcess> {
    const startedAt = performance.now();
    const child = start(root, ["cloud", "--port", "0", "--json", "--empty"]);
    let errors = "";
    child.stderr!.on("data", (chunk) => (errors += chunk));
    const lines = createInterface({ input: child.stdout! });
    const [line] = await Promise.race([
      once(lines, "line"),
      once(child, "close").then(() => Promise.reject(new Error(`The local cloud did not start: ${errors}`))),
    ]);
    return new CloudProcess(child, JSON.parse(line), Math.round(performance.now() - startedAt));
  }

  get pid(): number {
    return this.#child.pid!;
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.kill("SIGINT");
    await once(this.#child, "close");
  }
}

function start(root: string, args: readonly string[]): ChildProcess {
  const command = [join(root, "packages/workshop-cli/bin.mjs"), ...args];
  return spawn(process.execPath, command, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
}
