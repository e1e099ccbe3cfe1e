import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { socketFolder } from "./socket-folder.ts";

/** A background process behind a local socket. It keeps what it has loaded, so that the next request is fast. */
export interface Daemon {
  /** Part of the socket's path, which must stay below the 100 characters that systems allow. */
  name: string;
  /** Its program, in this folder. Its arguments are the socket's address and the packages' folder. */
  script: string;
}

/**
 * Sends one request to a daemon, and starts the daemon if it is not running. Aborting the signal closes the connection,
 * and the daemon stops working on the request.
 *
 * @throws Error with the daemon's message, or if the daemon ended before it answered.
 */
export async function askDaemon<Answer>(
  daemon: Daemon,
  root: string,
  request: object,
  signal?: AbortSignal,
): Promise<Answer> {
  const packages = realpathSync(join(root, "node_modules"));
  const programs = folderOfPrograms(root, packages);
  const address = addressOf(daemon, programs, packages);
  const line = `${JSON.stringify(request)}\n`;
  try {
    return await send(address, line, signal);
  } catch (error) {
    if (!isNotRunning(error)) throw error;
    await start(join(programs, daemon.script), address, packages);
    return await send(address, line, signal);
  }
}

/** The daemon outlives a temporary copy of the repository that shares its packages, so the repository's own program runs. */
function folderOfPrograms(root: string, packages: string): string {
  const here = "packages/workshop-cli/src/check";
  const own = join(dirname(packages), here);
  return existsSync(own) ? own : join(root, here);
}

/** All checkouts with the same packages and programs share one daemon: loading the packages is most of its work. */
function addressOf({ name }: Daemon, programs: string, packages: string): string {
  const hash = createHash("sha256").update(packages);
  for (const file of readdirSync(programs).sort()) {
    if (file.endsWith(".mjs")) hash.update(readFileSync(join(programs, file)));
  }
  const full = `${name}-${hash.digest("hex").slice(0, 12)}`;
  // The name of a pipe is in no folder.
  return process.platform === "win32" ? `\\\\.\\pipe\\aircraft-${full}` : join(socketFolder(), `${full}.sock`);
}

function send<Answer>(address: string, request: string, signal: AbortSignal | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(address, () => socket.write(request));
    const disconnect = () => socket.destroy(new Error("The request was aborted."));
    if (signal?.aborted) disconnect();
    signal?.addEventListener("abort", disconnect);
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => {
      signal?.removeEventListener("abort", disconnect);
      if (!text.endsWith("\n")) return reject(new Error("The daemon ended before it answered."));
      const { answer, error } = JSON.parse(text) as { answer?: Answer; error?: string };
      if (error === undefined) resolve(answer as Answer);
      else reject(new Error(error));
    });
  });
}

function start(program: string, address: string, packages: string): Promise<void> {
  const child = fork(program, [address, packages], {
    cwd: packages,
    detached: true,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    // It outlives the process that starts it, which may be a test: it must not inherit a test's environment.
    execArgv: [],
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV$|TEST$)/.test(name))),
  });
  return new Promise((resolve, reject) => {
    const settle = (done: () => void) => {
      child.removeAllListeners();
      child.unref();
      if (child.connected) child.disconnect();
      done();
    };
    child.once("message", () => settle(resolve));
    // It exits at once if another daemon has the socket already.
    child.once("exit", () => settle(resolve));
    child.once("error", (error) => settle(() => reject(error)));
  });
}

function isNotRunning(error: unknown): boolean {
  return ["ENOENT", "ECONNREFUSED"].includes((error as NodeJS.ErrnoException).code ?? "");
}
