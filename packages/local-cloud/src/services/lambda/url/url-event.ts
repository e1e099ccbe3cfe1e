import type { Account } from "../../../core/account.ts";
import type { Principal } from "../../../core/principal.ts";
import { principalArn } from "../../../core/principal.ts";
import type { HttpRequest } from "../../../core/service.ts";

/** "Invoking Lambda function URLs": payload format version 2.0. */
export function urlEvent(
  account: Account,
  request: HttpRequest,
  principal: Principal,
  { urlId, rawPath, requestId }: { urlId: string; rawPath: string; requestId: string },
): object {
  const mark = request.url.indexOf("?");
  const rawQueryString = mark < 0 ? "" : request.url.slice(mark + 1);
  const { headers } = request;
  const { cookie } = headers;
  const now = new Date(account.clock.now());
  const domainName = request.headers.host ?? "";
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers,
    ...(rawQueryString && { queryStringParameters: queryParameters(rawQueryString) }),
    requestContext: {
      accountId: principal.kind === "anonymous" ? "anonymous" : account.id,
      apiId: urlId,
      ...(principal.kind !== "anonymous" && { authorizer: { iam: caller(account, principal) } }),
      domainName,
      domainPrefix: urlId,
      http: {
        method: request.method,
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp: request.sourceIp,
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: "$default",
      stage: "$default",
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...body(request),
  };
}

function queryParameters(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

function caller(account: Account, principal: Principal): object {
  return {
    accessKey: "",
    accountId: account.id,
    callerId: principal.kind === "role" ? `${principal.roleName}:${principal.sessionName}` : account.id,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: principalArn(principal),
    userId: principal.kind === "role" ? `${principal.roleName}:${principal.sessionName}` : account.id,
  };
}

/** AWS documents no list. These came as text when others held all sorts of types against AWS; a form came as base64. */
const textTypes = /^(text\/[^;]*|application\/(json|xml|javascript)) *(;|$)/i;

function body({ body, headers }: HttpRequest): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = headers["content-type"];
  const isText = type !== undefined && textTypes.test(type) && headers["content-encoding"] === undefined;
  return { body: Buffer.from(body).toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** 12/Mar/2026:19:03:58 +0000 */
function commonLogTime(date: Date): string {
  const [day, time] = date.toISOString().split(/[T.]/) as [string, string];
  const [year, month, dayOfMonth] = day.split("-");
  return `${dayOfMonth}/${months[Number(month) - 1]}/${year}:${time} +0000`;
}
