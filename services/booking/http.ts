import type { APIGatewayProxyStructuredResultV2, LambdaFunctionURLEvent } from "aws-lambda";

export type Answer = APIGatewayProxyStructuredResultV2;

export function json(statusCode: number, body: object, headers: Record<string, string> = {}): Answer {
  return { statusCode, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** A problem document (RFC 9457): an error that a program can read too. */
export function problem(status: number, title: string, more: object = {}): Answer {
  const headers = { "content-type": "application/problem+json" };
  return { statusCode: status, headers, body: JSON.stringify({ title, status, ...more }) };
}

/** The request's parsed body, or undefined if it is not JSON. */
export function readJson(request: LambdaFunctionURLEvent): unknown {
  const body = request.isBase64Encoded ? Buffer.from(request.body ?? "", "base64").toString() : request.body;
  try {
    return JSON.parse(body ?? "");
  } catch {
    return undefined;
  }
}
