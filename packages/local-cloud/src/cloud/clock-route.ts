import type { Clock } from "../core/clock.ts";
import { json, problem } from "../core/json-response.ts";
import { RealClock } from "../core/real-clock.ts";
import type { HttpRequest, HttpResponse, Route } from "../core/service.ts";

const prefix = "/_local/clock";

/** At higher speeds a handler's own milliseconds would be hours. */
const maxScale = 1000;

/**
 * The account's time over HTTP: GET answers `{"now", "scale"}`, the time in milliseconds since 1970 and how much faster
 * than system time it runs. After PUT `{"scale": 60}` a minute passes in a second. The endpoint has checked that the caller
 * is on this machine.
 */
export function createClockRoute(clock: Clock, onNewScale: () => void): Route {
  return { prefix, answer: async (request) => answer(clock, request, onNewScale) };
}

function answer(clock: Clock, request: HttpRequest, onNewScale: () => void): HttpResponse {
  if (request.method === "GET") return show(clock);
  if (request.method !== "PUT") return problem(405, `${request.method} is not possible here; GET and PUT are.`);
  if (!(clock instanceof RealClock)) return problem(409, "This cloud's time is virtual: only the test moves it.");
  const scale = scaleIn(request.body);
  if (scale === undefined) return problem(400, `The body must be {"scale": a number from 1 to ${maxScale}}.`);
  clock.scale = scale;
  onNewScale();
  return show(clock);
}

function scaleIn(body: Uint8Array): number | undefined {
  try {
    const { scale } = JSON.parse(Buffer.from(body).toString("utf8")) as { scale: unknown };
    return typeof scale === "number" && scale >= 1 && scale <= maxScale ? scale : undefined;
  } catch {
    return undefined;
  }
}

function show(clock: Clock): HttpResponse {
  return json(200, { now: clock.now(), ...(clock instanceof RealClock && { scale: clock.scale }) });
}
