import type { HttpResponse } from "./service.ts";

/** A JSON response of one of the local cloud's own routes. It ends with a line break, which helps in a terminal. */
export function json(status: number, content: object, type = "application/json"): HttpResponse {
  return { status, headers: { "content-type": type }, body: `${JSON.stringify(content)}\n` };
}

/** A problem document (RFC 9457); `detail` is for people to read. */
export function problem(status: number, detail: string, errors?: object[]): HttpResponse {
  return json(status, { status, detail, ...(errors && { errors }) }, "application/problem+json");
}
