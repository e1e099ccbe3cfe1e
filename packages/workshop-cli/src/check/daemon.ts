import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A process that stays behind a local socket, so that what it has loaded need not be loaded again. */
export interface Daemon {
  /** Short: with it and an id the socket's path stays below the 100 characters that systems allow. */
  name: string;
  /** Its program, in this folder. It gets the socket's address and the folder of the packages. */
  script: string;
}

/**
 * Asks a resident process one question, and starts it first if it does not run. Whoever is aborted hangs up, and the
 * process gives up its work.
 *
 * @throws Error as the process answers it, or if it ended before it answered.
 */
export async function askDaemon<Answer>(
  resident: Daemon,
  root: string,
  question: object,
  signal?: AbortSignal,
): Promise<Answer> {
  const packages = realpathSync(join(root, "node_modules"));
  const programs = folderOfPrograms(root, packages);
  const address = addressOf(resident, programs, packages);
  const asked = `${JSON.stringify(question)}\n`;
  try {
    return await ask(address, asked, signal);
  } catch (error) {
    if (!isNobodyThere(error)) throw error;
    await start(join(programs, resident.script), address, packages);
    return await ask(address, asked, signal);
  }
}

/** The process outlives a copy of the repository that shares its packages: it is the repository's own that runs. */
function folderOfPrograms(root: string, packages: string): string {
  const here = "packages/workshop-cli/src/check";
  const own = join(dirname(packages), here);
  return existsSync(own) ? own : join(root, here);
}

/** One for all checkouts with the same packages and the same program: loading the packages is most of the work. */
function addressOf({ name }: Daemon, programs: string, packages: string): string {
  const hash = createHash("sha256").update(packages);
  for (const file of readdirSync(programs).sort()) {
    if (file.endsWith(".mjs")) hash.update(readFileSync(join(programs, file)));
  }
  const full = `aircraft-${name}-${process.getuid?.() ?? 0}-${hash.digest("hex").slice(0, 12)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${full}` : join(tmpdir(), `${full}.sock`);
}

function ask<Answer>(address: string, question: string, signal: AbortSignal | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(address, () => socket.write(question));
    const hangUp = () => socket.destroy(new Error("It was called off."));
    if (signal?.aborted) hangUp();
    signal?.addEventListener("abort", hangUp);
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => {
      signal?.removeEventListener("abort", hangUp);
      if (!text.endsWith("\n")) return reject(new Error("The process that was asked ended before it answered."));
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
    // It outlives whoever starts it, which may be a test: nothing of that one's surroundings belongs there.
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
    // It ends at once if another one has the socket already.
    child.once("exit", () => settle(resolve));
    child.once("error", (error) => settle(() => reject(error)));
  });
}

function isNobodyThere(error: unknown): boolean {
  return ["ENOENT", "ECONNREFUSED"].includes((error as NodeJS.ErrnoException).code ?? "");
}
