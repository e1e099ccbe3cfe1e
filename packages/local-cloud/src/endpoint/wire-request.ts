import type { IncomingMessage } from "node:http";
import type { Principal } from "../core/principal.ts";
import type { ServiceName } from "../core/service.ts";

/** A request as it came in, read to its end. */
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

/** An answer as it goes out. */
export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** Who signed a request, and for which service: the credential scope says so. */
export interface Signer {
  principal: Principal;
  service: ServiceName;
}

/** A request understood: which operation, with what input, and how its outcome is said in its protocol. */
export interface DecodedCall {
  operation: string;
  input: object;
  answer(output: unknown, requestId: string): WireResponse;
}

/** A header that may come once only; the first if it came twice. */
export function header(request: WireRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
