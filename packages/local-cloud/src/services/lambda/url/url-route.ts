import { AwsError } from "../../../core/aws-error.ts";
import type { Principal } from "../../../core/principal.ts";
import type { HttpRequest, HttpResponse, Route } from "../../../core/service.ts";
import type { FunctionRecord } from "../functions.ts";
import type { Lambda } from "../lambda.ts";
import { corsHeaders, preflight } from "./cors.ts";
import { type FunctionWithUrl, hasUrl, urlPrefix } from "./url-config.ts";
import { urlEvent } from "./url-event.ts";
import { errorResponse, forbidden, jsonResponse, serverError, urlResponse } from "./url-response.ts";

/** Serves function URLs: http://127.0.0.1:4567/lambda-url/<id>/ in place of https://<id>.lambda-url.us-east-1.on.aws/. */
export function urlRoute(lambda: Lambda): Route {
  return { prefix: urlPrefix, answer };

  async function answer(request: HttpRequest, principal: Principal, refusal?: AwsError): Promise<HttpResponse> {
    const { urlId, rawPath } = split(request.url);
    const record = find(lambda, urlId);
    if (!record) return jsonResponse(404, { Message: "Not Found" });
    const { cors, authType } = record.url;
    if (cors && request.method === "OPTIONS") return preflight(cors, request);
    // With AuthType NONE, Lambda ignores the signature, and what else is in the header Authorization.
    if (refusal && authType !== "NONE") throw refusal;
    const caller = authType === "NONE" ? ({ kind: "anonymous" } as const) : principal;
    const requestId = lambda.account.random.uuid();
    const event = urlEvent(lambda.account, request, caller, { urlId, rawPath, requestId });
    const response = await invoke(lambda, record, caller, event, requestId);
    return cors ? { ...response, headers: { ...response.headers, ...corsHeaders(cors, request) } } : response;
  }
}

async function invoke(
  { account }: Lambda,
  record: FunctionRecord,
  principal: Principal,
  event: object,
  requestId: string,
): Promise<HttpResponse> {
  try {
    const input = { FunctionName: record.arn, Event: event };
    const call = { service: "lambda", operation: "InvokeFunctionUrl", input, principal, requestId } as const;
    // The call itself counts as activity, and stops counting while it only waits.
    const { payload } = await account.activity.waiting(account.call<{ payload?: string }>(call));
    return payload === undefined ? serverError() : urlResponse(payload);
  } catch (error) {
    if (!(error instanceof AwsError) || error.status === 500) throw error;
    if (error.status === 403) return forbidden();
    return errorResponse(error.status, error.code, { ...error.members, Message: error.message });
  }
}

function split(url: string): { urlId: string; rawPath: string } {
  const mark = url.indexOf("?");
  const path = (mark < 0 ? url : url.slice(0, mark)).slice(urlPrefix.length);
  const slash = path.indexOf("/");
  return slash < 0 ? { urlId: path, rawPath: "/" } : { urlId: path.slice(0, slash), rawPath: path.slice(slash) };
}

function find({ functions }: Lambda, urlId: string): FunctionWithUrl | undefined {
  for (const record of functions.values()) if (hasUrl(record) && record.url.id === urlId) return record;
  return undefined;
}
