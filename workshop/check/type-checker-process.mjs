// Keeps TypeScript warm behind a local socket, for every checkout that shares these installed packages, and
// ends by itself when nobody has asked for a while or the packages are gone.
import { existsSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { load } from "../compiled/load.mjs";

const [address, packages] = process.argv.slice(2);
const idleMs = 20 * 60_000;
const { TypeCheckers } = await load("type-checker", "workshop/check/type-checker.ts");
const checkers = new TypeCheckers();
let lastAsked = Date.now();

const server = createServer((socket) => {
  let text = "";
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    text += chunk;
    if (!text.endsWith("\n")) return;
    lastAsked = Date.now();
    socket.end(`${JSON.stringify(answer(JSON.parse(text)))}\n`);
  });
});
// Another one was quicker: let that one do the work.
server.on("error", () => process.exit(0));
if (process.platform !== "win32") rmSync(address, { force: true });
server.listen(address, () => process.send?.("ready"));
setInterval(() => {
  if (Date.now() - lastAsked > idleMs || !existsSync(packages)) process.exit(0);
}, 10_000).unref();

function answer({ root, paths }) {
  try {
    return { faults: checkers.of(root).check(paths) };
  } catch (error) {
    return { error: String(error) };
  }
}
