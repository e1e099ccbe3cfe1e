import { existsSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";

const idleMs = 20 * 60_000;

/**
 * Answers questions at a local socket, each with what `answer` makes of it. The process ends by itself when nobody has
 * asked for a while, or the packages that it has loaded are gone. The signal that `answer` gets is aborted if who asked
 * hangs up.
 */
export function answerAt(address, packages, answer) {
  let lastAsked = Date.now();
  let asking = 0;

  const server = createServer((socket) => {
    const hungUp = new AbortController();
    let text = "";
    socket.setEncoding("utf8");
    socket.on("error", () => {});
    socket.on("close", () => hungUp.abort());
    socket.on("data", async (chunk) => {
      text += chunk;
      if (!text.endsWith("\n")) return;
      asking++;
      const said = await answerOrError(answer, JSON.parse(text), hungUp.signal);
      asking--;
      lastAsked = Date.now();
      socket.end(`${JSON.stringify(said)}\n`);
    });
  });
  server.on("listening", () => process.send?.("ready"));
  server.on("error", async () => {
    // Another one was quicker: let that one do the work. Where nobody answers, a killed one left its socket behind.
    if (process.platform === "win32" || (await isAnswered(address))) process.exit(0);
    rmSync(address, { force: true });
    server.listen(address);
  });
  server.listen(address);
  setInterval(() => {
    const isIdle = asking === 0 && Date.now() - lastAsked > idleMs;
    if (isIdle || !existsSync(packages)) process.exit(0);
  }, 10_000).unref();
}

function isAnswered(address) {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

async function answerOrError(answer, question, signal) {
  try {
    return { answer: await answer(question, signal) };
  } catch (error) {
    return { error: String(error?.stack ?? error) };
  }
}
