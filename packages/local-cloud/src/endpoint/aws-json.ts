import { AwsError } from "../core/aws-error.ts";
import type { WireProtocol } from "../core/service.ts";
import { parseJsonBody } from "./json-body.ts";
import { olderCode, olderCodeHeader } from "./query-codes.ts";
import { type DecodedCall, header, type WireRequest, type WireResponse } from "./wire-request.ts";

type JsonProtocol = Extract<WireProtocol, { kind: "json" }>;

/** AWS JSON 1.0 and 1.1: the operation is named in X-Amz-Target, input and output are JSON. */
export function decodeJson(protocol: JsonProtocol, request: WireRequest): DecodedCall {
  return {
    operation: operationOf(protocol, header(request, "x-amz-target") ?? ""),
    input: parseJsonBody(request.body),
    answer: (output, requestId) => ({
      status: 200,
      headers: jsonHeaders(protocol, requestId),
      body: output === undefined ? "{}" : JSON.stringify(output),
    }),
  };
}

/** @throws AwsError UnknownOperationException unless the prefix is that of the operation's API */
function operationOf({ targetPrefix, otherTargets = {} }: JsonProtocol, target: string): string {
  const [prefix, ...rest] = target.split(".");
  const operation = rest.join(".");
  const [other] = Object.entries(otherTargets).find(([, operations]) => operations.includes(operation)) ?? [];
  const expected = other ?? targetPrefix;
  if (rest.length > 0 && prefix === expected) return operation;
  throw new AwsError(
    "UnknownOperationException",
    `The header X-Amz-Target is '${target}'; it must be ${expected}, a dot and the operation.`,
  );
}

export function jsonError(
  protocol: Omit<JsonProtocol, "targetPrefix">,
  error: AwsError,
  requestId: string,
): WireResponse {
  const type = protocol.errorTypes?.[error.code] ?? error.code;
  const older = olderCodeHeader(olderCode(protocol.queryErrorCodes, error), error);
  return {
    status: error.status,
    headers: { ...jsonHeaders(protocol, requestId), "x-amzn-errortype": type, ...older },
    body: JSON.stringify({ __type: type, message: error.message, ...error.members }),
  };
}

function jsonHeaders(protocol: Pick<JsonProtocol, "version">, requestId: string): Record<string, string> {
  return { "content-type": `application/x-amz-json-${protocol.version}`, "x-amzn-requestid": requestId };
}
