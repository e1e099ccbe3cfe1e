import type { IncomingMessage } from "node:http";

/** A request, with its whole body. */
export interface WireRequest {
  method: string;
  /** Path and query string as sent. */
  url: string;
  /** The part of `url` before the question mark, as sent. */
  path: string;
  /** The part of `url` after the question mark, as sent; "" if there is none. */
  query: string;
  /** By lower-case name. */
  headers: IncomingMessage["headers"];
  body: Buffer;
  sourceIp: string;
}

/** An answer, ready to be sent. */
export interface WireResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Uint8Array;
}

/** The operation and input in a request, and how its output is encoded. */
export interface DecodedCall {
  operation: string;
  input: object;
  answer(output: unknown, requestId: string): WireResponse;
}

/** A header's value; the first if the header came twice. */
export function header(request: WireRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
