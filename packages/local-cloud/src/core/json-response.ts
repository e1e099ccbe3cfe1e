import type { HttpResponse } from "./service.ts";

/** A JSON answer of one of the local cloud's own routes, with a line break at its end for those who use curl. */
export function json(status: number, content: object, type = "application/json"): HttpResponse {
  return { status, headers: { "content-type": type }, body: `${JSON.stringify(content)}\n` };
}

/** A refusal as RFC 9457 has it; `detail` is written for the person who asked. */
export function problem(status: number, detail: string, errors?: object[]): HttpResponse {
  return json(status, { status, detail, ...(errors && { errors }) }, "application/problem+json");
}
