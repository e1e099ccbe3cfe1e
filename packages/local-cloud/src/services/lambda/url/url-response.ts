import { validateHeaderName, validateHeaderValue } from "node:http";
import { maxNesting, nestsDeeperThan } from "../../../core/nesting.ts";
import type { HttpResponse } from "../../../core/service.ts";

interface FunctionUrlResponse {
  statusCode: unknown;
  headers?: Record<string, unknown>;
  body?: unknown;
  isBase64Encoded?: boolean;
  cookies?: unknown;
}

/** They concern one connection, and Lambda's answer comes over its own. */
const ofConnection: ReadonlySet<string> = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade"]);

/** "Response payload format": an object with a statusCode is the whole response; anything else becomes its body. */
export function urlResponse(payload: string): HttpResponse {
  const value: unknown = JSON.parse(payload);
  if (nestsDeeperThan(value, maxNesting)) return serverError();
  if (!isFunctionUrlResponse(value)) {
    const body = typeof value === "string" ? value : payload;
    return { status: 200, headers: { "content-type": "application/json" }, body };
  }
  const { statusCode: status } = value;
  const headers = headersOf(value);
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 599) return serverError();
  return headers ? { status, headers, body: bodyOf(value) } : serverError();
}

/** Undefined if the handler returned what cannot be a header. */
function headersOf({ headers = {}, cookies = [] }: FunctionUrlResponse): HttpResponse["headers"] | undefined {
  const sent: HttpResponse["headers"] = { "content-type": "application/json" };
  for (const [name, value] of Object.entries(headers ?? {})) sent[name.toLowerCase()] = String(value);
  for (const name of ofConnection) delete sent[name];
  if (!Array.isArray(cookies)) return undefined;
  // Each is a header of its own: a comma may be part of a cookie.
  if (cookies.length > 0) sent["set-cookie"] = [sent["set-cookie"] ?? [], cookies.map(String)].flat();
  return Object.entries(sent).every(isHeader) ? sent : undefined;
}

function isHeader([name, values]: [string, string | string[]]): boolean {
  try {
    validateHeaderName(name);
    for (const value of [values].flat()) validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/** What AWS answers when a permission is missing. */
export function forbidden(): HttpResponse {
  const Message =
    "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";
  return errorResponse(403, "AccessDeniedException", { Message });
}

/** The response when the function failed: it hides the reason from the caller. */
export function serverError(): HttpResponse {
  return jsonResponse(502, { Message: "Internal Server Error" });
}

export function jsonResponse(status: number, body: object): HttpResponse {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** @param code AWS's name for the error, e.g. TooManyRequestsException */
export function errorResponse(status: number, code: string, body: object): HttpResponse {
  const { headers, ...rest } = jsonResponse(status, body);
  return { ...rest, headers: { ...headers, "x-amzn-errortype": code } };
}

function isFunctionUrlResponse(value: unknown): value is FunctionUrlResponse {
  return typeof value === "object" && value !== null && "statusCode" in value;
}

function bodyOf({ body, isBase64Encoded }: FunctionUrlResponse): string | Uint8Array {
  if (body === undefined || body === null) return "";
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return isBase64Encoded ? Buffer.from(text, "base64") : text;
}
