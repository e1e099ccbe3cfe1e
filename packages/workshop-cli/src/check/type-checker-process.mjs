// Keeps TypeScript warm, for every checkout that shares these installed packages.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { load } from "../compiled/load.mjs";
import { startSocketServer } from "./socket-server.mjs";

const [address = "", packages = ""] = process.argv.slice(2);
const { TypeCheckers } = await load("type-checker");
const checkers = new TypeCheckers();
const giveBackMemory = garbageCollector();
/** @type {NodeJS.Timeout | undefined} */
let soon;

startSocketServer(address, packages, ({ root, paths }) => {
  clearTimeout(soon);
  soon = setTimeout(giveBackMemory, 1000);
  return checkers.of(root).check(paths);
});

/**
 * Node gives memory back only when it is short of it, and this process mostly waits.
 *
 * @returns {() => void}
 */
function garbageCollector() {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}
