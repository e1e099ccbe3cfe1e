import { AwsError } from "../core/aws-error.ts";
import type { RestRoute, WireProtocol } from "../core/service.ts";
import { parseJsonBody } from "./json-body.ts";
import { parsePairs, uriDecode } from "./uri.ts";
import { type DecodedCall, header, type WireRequest, type WireResponse } from "./wire-request.ts";

type RestProtocol = Extract<WireProtocol, { kind: "rest-json" }>;
type Members = Record<string, unknown>;

/** Members in the query string that are integers. */
const numberMembers: ReadonlySet<string> = new Set(["MaxItems", "MaxResults", "Limit"]);

/** Members in the query string that are lists. */
const listMembers: ReadonlySet<string> = new Set(["TagKeys", "tagKeys"]);

/** AWS REST JSON: method and path name the operation; its input is in path, query string, headers and body. */
export function decodeRest(protocol: RestProtocol, request: WireRequest): DecodedCall {
  const path = request.path.split("/");
  for (const route of protocol.routes) {
    const labels = route.method === request.method ? matchPath(templateOf(route), path) : undefined;
    if (labels) return decodeRoute(route, labels, request);
  }
  throw new AwsError(
    "UnknownOperationException",
    `The local cloud does not support the operation ${request.method} ${request.path} yet.`,
    404,
  );
}

export function restError(error: AwsError, requestId: string): WireResponse {
  return {
    status: error.status,
    headers: { "content-type": "application/json", "x-amzn-requestid": requestId, "x-amzn-errortype": error.code },
    body: JSON.stringify({ Type: error.status < 500 ? "User" : "Service", Message: error.message, ...error.members }),
  };
}

function decodeRoute(route: RestRoute, labels: Members, request: WireRequest): DecodedCall {
  const input: Members = { ...bodyMembers(route, request), ...labels };
  for (const [member, name] of Object.entries(route.headers ?? {})) {
    const value = header(request, name);
    if (value !== undefined) input[member] = value;
  }
  if (route.query && request.query !== "") addQueryMembers(input, route.query, request.query);
  return { operation: route.operation, input, answer: (output, requestId) => answerOf(route, output, requestId) };
}

function bodyMembers({ payload }: RestRoute, { body }: WireRequest): Members {
  if (payload) return body.length === 0 ? {} : { [payload]: body.toString("base64") };
  return parseJsonBody(body);
}

function addQueryMembers(input: Members, names: Record<string, string>, query: string): void {
  const sent = new Map<string, string[]>();
  for (const [name, value] of parsePairs(query, true)) sent.set(name, [...(sent.get(name) ?? []), value]);
  for (const [member, name] of Object.entries(names)) {
    const values = sent.get(name);
    if (!values) continue;
    if (listMembers.has(member)) input[member] = values;
    else input[member] = numberMembers.has(member) ? Number(values[0]) : values[0];
  }
}

function answerOf(route: RestRoute, output: unknown, requestId: string): WireResponse {
  const rest: Members = { ...(output as Members | undefined) };
  const headers: Record<string, string> = { "content-type": "application/json", "x-amzn-requestid": requestId };
  const take = (member: string): unknown => {
    const value = rest[member];
    delete rest[member];
    return value;
  };
  for (const [member, name] of Object.entries(route.responseHeaders ?? {})) {
    const value = take(member);
    if (value !== undefined) headers[name] = String(value);
  }
  const status = (route.statusMember && (take(route.statusMember) as number | undefined)) || route.status || 200;
  if (status === 204) return { status, headers: { "x-amzn-requestid": requestId }, body: "" };
  if (!route.payload) return { status, headers, body: JSON.stringify(rest) };
  const payload = take(route.payload) as string | undefined;
  return { status, headers, body: payload === undefined ? "" : Buffer.from(payload, "base64") };
}

const templates = new WeakMap<RestRoute, string[]>();

function templateOf(route: RestRoute): string[] {
  let template = templates.get(route);
  if (!template) templates.set(route, (template = route.path.split("/")));
  return template;
}

/** The values of the placeholders, or undefined if the path does not match. A slash at the end does not matter. */
function matchPath(template: string[], path: string[]): Members | undefined {
  const ends = withoutTrailing(path);
  const wanted = withoutTrailing(template);
  if (ends !== wanted) return undefined;
  const labels: Members = {};
  for (let i = 0; i < wanted; i++) {
    const part = template[i]!;
    if (part.startsWith("{")) {
      if (path[i] === "") return undefined;
      labels[part.slice(1, -1)] = uriDecode(path[i]!);
    } else if (part !== path[i]) return undefined;
  }
  return labels;
}

function withoutTrailing(parts: string[]): number {
  return parts.at(-1) === "" ? parts.length - 1 : parts.length;
}
