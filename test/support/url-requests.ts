import type { LambdaFunctionURLEvent } from "aws-lambda";

/** A POST to /bookings, as a function URL passes it to the function. */
export function post(body: object): LambdaFunctionURLEvent {
  return request("POST", "/bookings", JSON.stringify(body));
}

export function get(path: string): LambdaFunctionURLEvent {
  return request("GET", path);
}

/** The parts of a request that the handlers read. */
function request(method: string, path: string, body?: string): LambdaFunctionURLEvent {
  const requestContext = { requestId: "request-1", http: { method, path } };
  return { requestContext, body, isBase64Encoded: false } as LambdaFunctionURLEvent;
}

export function bodyOf(answer: { body?: string | undefined }) {
  return JSON.parse(answer.body ?? "");
}
