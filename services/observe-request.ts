import type { LogKeys } from "./observe.ts";

/** The log keys of a request to a function's URL. The request's id is the correlation id of all that follows from it. */
export function requestKeys(event: unknown): LogKeys {
  const { requestContext } = event as {
    requestContext?: { requestId: string; http: { method: string; path: string } };
  };
  if (!requestContext) return {};
  const { requestId, http } = requestContext;
  return { event: `${http.method} ${http.path}`, correlationId: requestId };
}

/** The log keys of the response: its status, and the booking, whose id only the response has if the caller sent none. */
export function responseKeys(answer: unknown): LogKeys {
  const { statusCode, body } = (answer ?? {}) as { statusCode?: number; body?: string };
  if (!statusCode) return {};
  return { status: String(statusCode), bookingId: JSON.parse(body ?? "{}").bookingId };
}
