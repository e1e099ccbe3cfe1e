// Keeps Vitest warm, with all that a step's tests load, for every checkout that shares these installed packages: what a
// test file loads takes seconds, and the tests themselves a fraction of one.
import { dirname } from "node:path";
import { runOrder } from "./run-order.mjs";
import { answerAt } from "./socket-server.mjs";
import { KeptWorkers } from "./warm-workers.mjs";

const [address, packages] = process.argv.slice(2);
const workers = new KeptWorkers({ atMost: 2, repository: dirname(packages) });

answerAt(address, packages, (order, signal) => workers.lend(order.root, signal, (worker) => runOrder(order, worker)));
