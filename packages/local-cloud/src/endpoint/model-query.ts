import { AwsError } from "../core/aws-error.ts";
import type { OtherProtocols } from "../core/service.ts";
import { type Branch, items, parseForm } from "./form.ts";
import { operationModel, type Shape } from "./service-model.ts";
import { parsePairs } from "./uri.ts";
import type { DecodedCall, WireRequest, WireResponse } from "./wire-request.ts";
import { element, escapeXml } from "./xml.ts";

/**
 * AWS query for a service whose first protocol is JSON (SQS, CloudWatch): names, lists and maps are as its service model
 * says ("AWS query protocol", Smithy).
 *
 * @throws AwsError MissingAction, InvalidAction, MalformedQueryString
 */
export function decodeModelQuery(also: OtherProtocols, request: WireRequest): DecodedCall {
  const text = request.body.length > 0 ? request.body.toString("utf8") : request.query;
  const { action, root } = parseForm(parsePairs(text, true));
  if (action === "") throw new AwsError("MissingAction", "The request must contain the parameter Action.");
  const model = operationModel(also.client, action);
  if (!model) throw new AwsError("InvalidAction", `The action ${action} is not valid for this endpoint.`);
  const input = structure(root, model.input);
  // Older clients of SQS send a message to the queue's own URL.
  if (also.client === "@aws-sdk/client-sqs" && request.path !== "/") input.QueueUrl ??= request.path;
  return {
    operation: action,
    input,
    answer(output, requestId) {
      const result = members((output ?? {}) as Record<string, unknown>, model.output);
      const body =
        `<${action}Response xmlns="${escapeXml(also.query.namespace)}"><${action}Result>${result}</${action}Result>` +
        `<ResponseMetadata>${element("RequestId", requestId)}</ResponseMetadata></${action}Response>`;
      return xmlAnswer(200, requestId, body);
    },
  };
}

/** Errors whose message in the query protocol differs, as recorded from AWS. */
const messages: Readonly<Record<string, string>> = {
  QueueDoesNotExist: "The specified queue does not exist for this wsdl version.",
};

export function modelQueryError(namespace: string, code: string, error: AwsError, requestId: string): WireResponse {
  const type = error.status < 500 ? "Sender" : "Receiver";
  const body =
    `<ErrorResponse xmlns="${escapeXml(namespace)}"><Error>${element("Type", type)}${element("Code", code)}` +
    `${element("Message", messages[error.code] ?? error.message)}<Detail/></Error>${element("RequestId", requestId)}</ErrorResponse>`;
  return xmlAnswer(error.status, requestId, body);
}

function xmlAnswer(status: number, requestId: string, body: string): WireResponse {
  return { status, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
}

type Node = Branch | string;

function structure(node: Node, shape: Shape): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of shape.structIterator()) {
    const found = childOf(node, member.getMergedTraits().xmlName ?? name);
    if (found !== undefined) result[name] = value(found, member);
  }
  return result;
}

function value(node: Node, shape: Shape): unknown {
  const { xmlFlattened } = shape.getMergedTraits();
  if (shape.isListSchema()) {
    const element = shape.getValueSchema();
    const numbered = xmlFlattened ? node : childOf(node, element.getMergedTraits().xmlName ?? "member");
    return itemsOf(numbered).map((item) => value(item, element));
  }
  if (shape.isMapSchema()) {
    const [key, held] = [shape.getKeySchema(), shape.getValueSchema()];
    const entries = itemsOf(xmlFlattened ? node : childOf(node, "entry")).map((entry) => [
      childOf(entry, key.getMergedTraits().xmlName ?? "key") ?? "",
      value(childOf(entry, held.getMergedTraits().xmlName ?? "value") ?? "", held),
    ]);
    return Object.fromEntries(entries);
  }
  if (shape.isStructSchema()) return structure(node, shape);
  return typeof node === "string" ? scalar(node, shape) : undefined;
}

function scalar(text: string, shape: Shape): string | number | boolean {
  if (shape.isTimestampSchema()) return /^[\d.]+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  if (shape.isNumericSchema()) return Number(text);
  return shape.isBooleanSchema() ? text === "true" : text;
}

/** An empty list is sent as an empty string. */
function itemsOf(numbered: Node | undefined): Node[] {
  return typeof numbered === "object" ? items(numbered) : [];
}

function childOf(node: Node, name: string): Node | undefined {
  return typeof node === "object" && Object.hasOwn(node, name) ? node[name] : undefined;
}

function members(structure: Record<string, unknown>, shape: Shape): string {
  let xml = "";
  for (const [name, member] of shape.structIterator()) {
    xml += written(member.getMergedTraits().xmlName ?? name, structure[name], member);
  }
  return xml;
}

function written(name: string, value: unknown, shape: Shape): string {
  if (value === undefined || value === null) return "";
  const { xmlFlattened } = shape.getMergedTraits();
  if (shape.isListSchema()) {
    const held = shape.getValueSchema();
    const inner = xmlFlattened ? name : (held.getMergedTraits().xmlName ?? "member");
    const all = (value as unknown[]).map((item) => written(inner, item, held)).join("");
    return xmlFlattened ? all : `<${name}>${all}</${name}>`;
  }
  if (shape.isMapSchema()) {
    const [key, held] = [shape.getKeySchema(), shape.getValueSchema()];
    const inner = xmlFlattened ? name : "entry";
    const all = Object.entries(value as object).map(
      ([one, held1]) =>
        `<${inner}>${element(key.getMergedTraits().xmlName ?? "key", one)}` +
        `${written(held.getMergedTraits().xmlName ?? "value", held1, held)}</${inner}>`,
    );
    return xmlFlattened ? all.join("") : `<${name}>${all.join("")}</${name}>`;
  }
  if (shape.isStructSchema()) return `<${name}>${members(value as Record<string, unknown>, shape)}</${name}>`;
  if (shape.isTimestampSchema()) return element(name, new Date((value as number) * 1000).toISOString());
  return element(name, value);
}
