import { maxNesting, nestsDeeperThan } from "../../../core/nesting.ts";
import type { HttpResponse } from "../../../core/service.ts";

interface FunctionUrlResponse {
  statusCode: number;
  headers?: Record<string, unknown>;
  body?: unknown;
  isBase64Encoded?: boolean;
  cookies?: string[];
}

/** "Response payload format": an object with a statusCode is the whole response; anything else becomes its body. */
export function urlResponse(payload: string): HttpResponse {
  const value: unknown = JSON.parse(payload);
  if (nestsDeeperThan(value, maxNesting)) return serverError();
  if (!isFunctionUrlResponse(value)) {
    const body = typeof value === "string" ? value : payload;
    return { status: 200, headers: { "content-type": "application/json" }, body };
  }
  if (!Number.isInteger(value.statusCode) || value.statusCode < 100 || value.statusCode > 599) return serverError();
  const headers: Record<string, string> = { "content-type": "application/json" };
  for (const [name, each] of Object.entries(value.headers ?? {})) headers[name.toLowerCase()] = String(each);
  if (value.cookies?.length) headers["set-cookie"] = value.cookies.join(", ");
  return { status: value.statusCode, headers, body: bodyOf(value) };
}

/** The response when the function failed: it hides the reason from the caller. */
export function serverError(): HttpResponse {
  return jsonResponse(502, { Message: "Internal Server Error" });
}

export function jsonResponse(status: number, body: object): HttpResponse {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function isFunctionUrlResponse(value: unknown): value is FunctionUrlResponse {
  return typeof value === "object" && value !== null && "statusCode" in value;
}

function bodyOf({ body, isBase64Encoded }: FunctionUrlResponse): string | Uint8Array {
  if (body === undefined || body === null) return "";
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return isBase64Encoded ? Buffer.from(text, "base64") : text;
}
