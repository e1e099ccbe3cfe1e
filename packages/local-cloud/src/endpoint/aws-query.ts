import { AwsError } from "../core/aws-error.ts";
import type { WireProtocol } from "../core/service.ts";
import { decodeForm } from "./form.ts";
import { queryCode } from "./query-codes.ts";
import { parsePairs } from "./uri.ts";
import type { DecodedCall, WireRequest, WireResponse } from "./wire-request.ts";
import { element, escapeXml, members } from "./xml.ts";

type QueryProtocol = Extract<WireProtocol, { kind: "query" }>;

/** AWS query: the operation and its input are a form (or, presigned, the query string), the answer is XML. */
export function decodeQuery(protocol: QueryProtocol, request: WireRequest): DecodedCall {
  const inBody = request.body.length > 0;
  const { action, input } = decodeForm(parsePairs(inBody ? request.body.toString("utf8") : request.query, true));
  if (action === "") throw new AwsError("MissingAction", "The request must contain the parameter Action.");
  return {
    operation: action,
    input,
    answer: (output, requestId) => xmlAnswer(200, requestId, answerBody(protocol, action, output, requestId)),
  };
}

export function queryError(protocol: QueryProtocol, error: AwsError, requestId: string): WireResponse {
  const type = error.status < 500 ? "Sender" : "Receiver";
  const body = `<ErrorResponse xmlns="${protocol.namespace}"><Error>${element("Type", type)}${element("Code", queryCode(error.code))}${element("Message", error.message)}${members(error.members)}</Error>${element("RequestId", requestId)}</ErrorResponse>`;
  return xmlAnswer(error.status, requestId, body);
}

function answerBody(protocol: QueryProtocol, action: string, output: unknown, requestId: string): string {
  const result = `<${action}Result>${members((output ?? {}) as object)}</${action}Result>`;
  return `<${action}Response xmlns="${escapeXml(protocol.namespace)}">${result}<ResponseMetadata>${element("RequestId", requestId)}</ResponseMetadata></${action}Response>`;
}

function xmlAnswer(status: number, requestId: string, body: string): WireResponse {
  return { status, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
}
