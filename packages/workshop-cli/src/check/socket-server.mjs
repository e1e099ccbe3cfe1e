import { existsSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";

const idleMs = 20 * 60_000;

/**
 * Returns the answer to a request. The signal is aborted if the client disconnects.
 *
 * @callback Handler
 * @param {any} request
 * @param {AbortSignal} signal
 * @returns {unknown}
 */

/**
 * Answers requests on a local socket: one line of JSON each, { answer } or { error }. The process exits after twenty
 * minutes without a request, or when the packages that it has loaded no longer exist.
 *
 * @param {string} address The socket's path.
 * @param {string} packages The packages' folder.
 * @param {Handler} handle
 */
export function startSocketServer(address, packages, handle) {
  let lastRequestAt = Date.now();
  let pending = 0;

  const server = createServer((socket) => {
    const disconnected = new AbortController();
    let text = "";
    socket.setEncoding("utf8");
    socket.on("error", () => {});
    socket.on("close", () => disconnected.abort());
    socket.on("data", async (chunk) => {
      text += chunk;
      if (!text.endsWith("\n")) return;
      pending++;
      const response = await respond(handle, JSON.parse(text), disconnected.signal);
      pending--;
      lastRequestAt = Date.now();
      socket.end(`${JSON.stringify(response)}\n`);
    });
  });
  server.on("listening", () => process.send?.("ready"));
  server.on("error", async () => {
    // Either another daemon was faster, and does the work, or a killed one left its socket behind.
    if (process.platform === "win32" || (await isAnswering(address))) process.exit(0);
    rmSync(address, { force: true });
    server.listen(address);
  });
  server.listen(address);
  setInterval(() => {
    const isIdle = pending === 0 && Date.now() - lastRequestAt > idleMs;
    if (isIdle || !existsSync(packages)) process.exit(0);
  }, 10_000).unref();
}

/**
 * @param {string} address
 * @returns {Promise<boolean>}
 */
function isAnswering(address) {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

/**
 * @param {Handler} handle
 * @param {unknown} request
 * @param {AbortSignal} signal
 * @returns {Promise<{ answer: unknown } | { error: string }>}
 */
async function respond(handle, request, signal) {
  try {
    return { answer: await handle(request, signal) };
  } catch (error) {
    return { error: String(error instanceof Error ? error.stack : error) };
  }
}
