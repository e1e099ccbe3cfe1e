// Keeps Vitest warm, with everything that a step's tests load, for every checkout that shares these installed packages:
// loading takes seconds, the tests themselves less than one.
import { dirname } from "node:path";
import { runTestRequest } from "./run-test-request.mjs";
import { startSocketServer } from "./socket-server.mjs";
import { WarmWorkers } from "./warm-workers.mjs";

const [address = "", packages = ""] = process.argv.slice(2);
const workers = new WarmWorkers({ atMost: 2, repository: dirname(packages) });

startSocketServer(address, packages, (request, signal) =>
  workers.use(request.root, signal, (worker) => runTestRequest(request, worker)),
);
