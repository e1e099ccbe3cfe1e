import { AwsError } from "../core/aws-error.ts";
import type { Service, WireProtocol } from "../core/service.ts";
import { decodeJson, jsonError } from "./aws-json.ts";
import { decodeQuery, queryError } from "./aws-query.ts";
import { decodeModelQuery, modelQueryError } from "./model-query.ts";
import { olderCode, queryCode } from "./query-codes.ts";
import { decodeRest, restError } from "./rest-json.ts";
import { decodeRpcCbor, rpcCborError } from "./rpc-v2-cbor.ts";
import { type DecodedCall, header, type WireRequest, type WireResponse } from "./wire-request.ts";

type Protocol = "json" | "query" | "cbor" | "rest-json";

const titles: Record<Protocol, string> = {
  json: "AWS JSON",
  query: "AWS query",
  cbor: "Smithy RPC v2 CBOR",
  "rest-json": "REST",
};

/** Reads a request in the protocol that it is in. @throws AwsError UnknownOperationException if the service does not speak it */
export function decode(service: Service, request: WireRequest): DecodedCall {
  const { wire } = service;
  const protocol = protocolOf(request, wire);
  const also = wire.kind === "json" ? wire.also : undefined;
  if (protocol === "cbor" && also?.cbor !== undefined) return decodeRpcCbor(also, request);
  if (protocol === "query" && also) return decodeModelQuery(also, request);
  if (protocol === "json" && wire.kind === "json") return decodeJson(wire, request);
  if (protocol === "query" && wire.kind === "query") return decodeQuery(wire, request);
  if (protocol === "rest-json" && wire.kind === "rest-json") return decodeRest(wire, request);
  const spoken = [wire.kind, ...(also ? ["query" as const] : []), ...(also?.cbor ? ["cbor" as const] : [])];
  throw new AwsError(
    "UnknownOperationException",
    `The service ${service.name} does not speak ${titles[protocol]}; it speaks ${spoken.map((one) => titles[one]).join(", ")}.`,
  );
}

/** An error in the protocol of the request, so that any client can read it. */
export function answerError({ wire }: Service, error: AwsError, requestId: string, request: WireRequest): WireResponse {
  const older = olderCode(wire.kind === "json" ? wire.queryErrorCodes : undefined, error);
  switch (protocolOf(request, wire)) {
    case "cbor":
      return rpcCborError(error, requestId, older);
    case "json":
      return jsonError(wire.kind === "json" ? wire : { kind: "json", version: versionOf(request) }, error, requestId);
    case "query":
      if (wire.kind === "query") return queryError(wire, error, requestId);
      return modelQueryError(namespaceOf(wire), older ?? queryCode(error.code), error, requestId);
    default:
      return restError(error, requestId);
  }
}

/** By what each protocol's requests have. What has none of it is taken for the service's own protocol. */
function protocolOf(request: WireRequest, { kind }: WireProtocol): Protocol {
  if (header(request, "smithy-protocol") === "rpc-v2-cbor") return "cbor";
  const type = header(request, "content-type") ?? "";
  if (type.startsWith("application/cbor")) return "cbor";
  if (header(request, "x-amz-target") !== undefined) return "json";
  const isForm = type.startsWith("application/x-www-form-urlencoded");
  if (kind !== "rest-json" && (isForm || /(?:^|&)Action=/.test(request.query))) return "query";
  return isForm && request.path === "/" ? "query" : kind;
}

function versionOf(request: WireRequest): "1.0" | "1.1" {
  return header(request, "content-type")?.endsWith("1.1") ? "1.1" : "1.0";
}

function namespaceOf(wire: WireProtocol): string {
  return wire.kind === "json" && wire.also ? wire.also.query.namespace : "https://aws.amazon.com/";
}
