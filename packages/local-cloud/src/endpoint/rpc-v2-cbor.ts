import { AwsError } from "../core/aws-error.ts";
import { isJsonObject } from "../core/json-object.ts";
import type { OtherProtocols } from "../core/service.ts";
import { decodeCbor, encodeCbor, Tagged } from "./cbor.ts";
import { withoutNulls } from "./json-body.ts";
import { olderCodeHeader } from "./query-codes.ts";
import { operationModel, type Shape } from "./service-model.ts";
import type { DecodedCall, WireRequest, WireResponse } from "./wire-request.ts";

/**
 * Smithy RPC v2 CBOR: the path names service and operation, input and output are CBOR, and times have the tag 1 ("Smithy
 * RPC v2 CBOR protocol").
 *
 * @throws AwsError UnknownOperationException, SerializationException
 */
export function decodeRpcCbor({ client, cbor }: OtherProtocols, request: WireRequest): DecodedCall {
  const [, service, operation = ""] = /\/service\/([^/]+)\/operation\/([^/]+)\/?$/.exec(request.path) ?? [];
  const model = service === cbor ? operationModel(client, operation) : undefined;
  if (!model) {
    throw new AwsError(
      "UnknownOperationException",
      `The path is '${request.path}'; it must be /service/${cbor}/operation/ and the operation.`,
    );
  }
  return {
    operation,
    input: inputOf(request.body),
    answer: (output, requestId) => answer(200, requestId, output === undefined ? {} : tagged(output, model.output)),
  };
}

/** @param older the error's code in the query protocol, for services that used that before */
export function rpcCborError(error: AwsError, requestId: string, older: string | undefined): WireResponse {
  const { code, message, members, status } = error;
  const response = answer(status, requestId, { __type: code, message, ...members });
  return { ...response, headers: { ...response.headers, ...olderCodeHeader(older, error) } };
}

function answer(status: number, requestId: string, body: unknown): WireResponse {
  return {
    status,
    headers: {
      "content-type": "application/cbor",
      "smithy-protocol": "rpc-v2-cbor",
      "x-amzn-requestid": requestId,
    },
    body: encodeCbor(body),
  };
}

function inputOf(body: Buffer): object {
  if (body.length === 0) return {};
  const input = withoutNulls(plain(decodeCbor(body)));
  if (!isJsonObject(input)) throw new AwsError("SerializationException", "The request body must be a CBOR map.");
  return input;
}

/** As operations see it: times are seconds since 1970, blobs are base64 strings. */
function plain(value: unknown): unknown {
  if (value instanceof Tagged) return plain(value.value);
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

/** With the tag of times, where the model has a time. */
function tagged(value: unknown, shape: Shape): unknown {
  if (value === undefined || value === null) return value;
  if (shape.isTimestampSchema()) return new Tagged(1, value);
  if (shape.isListSchema()) return (value as unknown[]).map((item) => tagged(item, shape.getValueSchema()));
  if (shape.isMapSchema()) {
    const held = shape.getValueSchema();
    return Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, tagged(one, held)]));
  }
  if (!shape.isStructSchema()) return value;
  const structure = value as Record<string, unknown>;
  return Object.fromEntries([...shape.structIterator()].map(([name, one]) => [name, tagged(structure[name], one)]));
}
