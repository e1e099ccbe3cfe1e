import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";

/** Reads the process groups that are alive, all of them in one line each time, and ends the last ones when input ends. */
const script =
  'while read -r groups; do last=$groups; done; for group in $last; do kill -s KILL -- "-$group"; done 2>/dev/null';

/**
 * Ends the functions' processes if this process is killed. One that waits for an event notices that by itself, but one in an
 * endless loop does not. On Windows the system does this: Node starts its children in a job that ends with their parent.
 */
class Keeper {
  readonly #groups = new Set<number>();
  #shell: ChildProcess | undefined;

  add(group: number): void {
    if (process.platform === "win32") return;
    this.#groups.add(group);
    this.#shell ??= startShell();
    this.#tell();
  }

  remove(group: number): void {
    if (!this.#groups.delete(group)) return;
    this.#tell();
    if (this.#groups.size > 0) return;
    this.#shell?.stdin?.end();
    this.#shell = undefined;
  }

  #tell(): void {
    this.#shell?.stdin?.write(`${[...this.#groups].join(" ")}\n`);
  }
}

/** One for all clouds in this process. */
export const keeper = new Keeper();

function startShell(): ChildProcess {
  // In a session of its own, so that Ctrl-C in the terminal does not reach it.
  const shell = spawn("/bin/sh", ["-c", script], { detached: true, env: {}, stdio: ["pipe", "ignore", "ignore"] });
  shell.on("error", () => {});
  shell.stdin?.on("error", () => {});
  (shell.stdin as Socket).unref();
  shell.unref();
  return shell;
}
