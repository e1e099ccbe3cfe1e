// Keeps TypeScript warm, for every checkout that shares these installed packages.
import { load } from "../compiled/load.mjs";
import { startSocketServer } from "./socket-server.mjs";

const [address = "", packages = ""] = process.argv.slice(2);
const { TypeCheckers } = await load("type-checker");
const checkers = new TypeCheckers();

startSocketServer(address, packages, ({ root, paths }) => checkers.of(root).check(paths));
