import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Workspace } from "../tree/workspace.ts";
import type { TypeFault } from "./type-checker.ts";

/**
 * Asks the resident type checker, and starts it first if it does not run: the first question takes
 * some seconds, the next ones less than one.
 */
export async function findTypeFaults({ root }: Workspace, paths: readonly string[]): Promise<TypeFault[]> {
  const packages = realpathSync(join(root, "node_modules"));
  const address = addressFor(packages);
  const question = `${JSON.stringify({ root, paths })}\n`;
  try {
    return await ask(address, question);
  } catch (error) {
    if (!isNobodyThere(error)) throw error;
    await startChecker(root, address, packages);
    return await ask(address, question);
  }
}

/** One for all checkouts with the same packages, whose types are most of the work. Socket paths are short: about 100 characters. */
function addressFor(packages: string): string {
  const id = createHash("sha256").update(packages).digest("hex").slice(0, 12);
  const name = `aircraft-types-${process.getuid?.() ?? 0}-${id}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function ask(address: string, question: string): Promise<TypeFault[]> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(address, () => socket.write(question));
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", reject);
    socket.on("end", () => {
      const { faults, error } = JSON.parse(text) as { faults?: TypeFault[]; error?: string };
      if (faults) resolve(faults);
      else reject(new Error(error));
    });
  });
}

function startChecker(root: string, address: string, packages: string): Promise<void> {
  const child = fork(join(root, "workshop/check/type-checker-process.mjs"), [address, packages], {
    cwd: packages,
    detached: true,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
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
