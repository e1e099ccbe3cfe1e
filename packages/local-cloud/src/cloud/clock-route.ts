import type { Clock } from "../core/clock.ts";
import { RealClock } from "../core/real-clock.ts";
import type { HttpRequest, HttpResponse, Route } from "../core/service.ts";

const prefix = "/_local/clock";

/** Faster than that the handlers' own milliseconds would be hours. */
const highestScale = 1000;

/**
 * The account's time by plain HTTP: GET answers `{"now", "scale"}`, the time in milliseconds since
 * 1970 and how much faster than the machine's it goes; PUT `{"scale": 60}` makes a minute pass in a
 * second from then on. The endpoint has checked that the caller is on this machine.
 */
export function createClockRoute(clock: Clock): Route {
  return { prefix, answer: async (request) => answer(clock, request) };
}

function answer(clock: Clock, request: HttpRequest): HttpResponse {
  if (request.method === "GET") return tell(clock);
  if (request.method !== "PUT") return problem(405, `${request.method} is not possible here; GET and PUT are.`);
  if (!(clock instanceof RealClock)) return problem(409, "This cloud's time is virtual: it is moved by hand.");
  const scale = scaleIn(request.body);
  if (scale === undefined) return problem(400, `The body must be {"scale": a number from 1 to ${highestScale}}.`);
  clock.scale = scale;
  return tell(clock);
}

function scaleIn(body: Uint8Array): number | undefined {
  try {
    const { scale } = JSON.parse(Buffer.from(body).toString("utf8")) as { scale: unknown };
    return typeof scale === "number" && scale >= 1 && scale <= highestScale ? scale : undefined;
  } catch {
    return undefined;
  }
}

function tell(clock: Clock): HttpResponse {
  return json(200, { now: clock.now(), ...(clock instanceof RealClock && { scale: clock.scale }) });
}

function problem(status: number, detail: string): HttpResponse {
  return json(status, { status, detail }, "application/problem+json");
}

function json(status: number, content: object, type = "application/json"): HttpResponse {
  return { status, headers: { "content-type": type }, body: `${JSON.stringify(content)}\n` };
}
