import { json, problem } from "../core/json-response.ts";
import type { HttpRequest, HttpResponse, Route } from "../core/service.ts";
import { type FaultInput, FaultInvalid } from "./fault.ts";
import type { FaultControl } from "./fault-control.ts";

const prefix = "/_local/faults";

export interface FaultsRouteOptions {
  control: FaultControl;
  /** The local cloud's seed, shown with the faults, so that a run can be repeated. */
  seed: number;
  /** Whether an operation exists: a typo must not become a fault that is never injected. */
  hasOperation: (service: string, operation: string) => boolean;
}

/**
 * The faults over HTTP: GET lists them and their injections, PUT adds one, DELETE removes one (its id is in the path) or all.
 * The endpoint has checked that the caller is on this machine.
 */
export function createFaultsRoute(options: FaultsRouteOptions): Route {
  return { prefix, answer: async (request) => answer(options, request) };
}

function answer(options: FaultsRouteOptions, request: HttpRequest): HttpResponse {
  const { control } = options;
  const id = request.url.split("?")[0]!.slice(prefix.length + 1);
  if (request.method === "GET" && id === "") return json(200, list(options));
  if (request.method === "PUT" && id === "") return add(options, request);
  if (request.method === "DELETE" && id === "") {
    control.clear();
    return json(200, list(options));
  }
  if (request.method === "DELETE") {
    return control.remove(id) ? json(200, list(options)) : problem(404, `There is no fault '${id}'.`);
  }
  const allowed = id === "" ? "GET, PUT, DELETE" : "DELETE";
  const refused = problem(405, `${request.method} is not possible here; ${allowed} are.`);
  return { ...refused, headers: { ...refused.headers, allow: allowed } };
}

function list({ control, seed }: FaultsRouteOptions) {
  return { seed, faults: control.list(), injections: control.injections() };
}

function add({ control, hasOperation }: FaultsRouteOptions, { body }: HttpRequest): HttpResponse {
  let input: unknown;
  try {
    input = JSON.parse(Buffer.from(body).toString("utf8"));
  } catch (error) {
    return problem(400, `The body is not JSON: ${(error as Error).message}.`);
  }
  try {
    checkCall(input, hasOperation);
    return json(201, control.add(input as FaultInput));
  } catch (error) {
    if (!(error instanceof FaultInvalid)) throw error;
    return problem(400, `The fault is invalid: ${error.message}.`, error.problems);
  }
}

function checkCall(input: unknown, hasOperation: FaultsRouteOptions["hasOperation"]): void {
  const call = (input as { call?: unknown } | null)?.call;
  if (typeof call !== "string" || call.includes("*")) return;
  const [service = "", operation = ""] = call.split(".");
  if (operation === "" || hasOperation(service, operation)) return;
  throw new FaultInvalid([{ path: "call", message: `the local cloud has no operation ${operation} in ${service}` }]);
}
