import type { FunctionUrlConfig } from "@aws-sdk/client-lambda";
import type { Account } from "../../../core/account.ts";
import type { Wire } from "../../../core/service.ts";
import { checkRange } from "../check-range.ts";
import { notEmulated, notFound, validation } from "../errors.ts";
import { parseFunctionName } from "../function-name.ts";
import type { Cors, FunctionRecord, UrlConfig } from "../functions.ts";
import type { Lambda } from "../lambda.ts";

export const urlPrefix = "/lambda-url/";

export interface UrlConfigInput {
  AuthType?: string | undefined;
  InvokeMode?: string | undefined;
  Cors?: Wire<Cors> | undefined;
}

export type FunctionWithUrl = FunctionRecord & { url: UrlConfig };

export function hasUrl(record: FunctionRecord): record is FunctionWithUrl {
  return record.url !== undefined;
}

/** AWS's messages, as recorded. */
export const noFunction = "Function does not exist";
export const noUrl = "The resource you requested does not exist.";

/** The condition key of calls about a function's URL: the type that the call sets, or that the URL has. */
export function authTypeKey(
  lambda: Lambda,
  input: { FunctionName?: string | undefined; AuthType?: string | undefined },
): Record<string, string> {
  const { name } = parseFunctionName(lambda, input.FunctionName);
  const type = input.AuthType ?? lambda.functions.get(name)?.url?.authType;
  return type === undefined ? {} : { "lambda:FunctionUrlAuthType": type };
}

/** @throws AwsError ResourceNotFoundException if the function has no URL. */
export function withUrl(record: FunctionRecord): FunctionWithUrl {
  if (hasUrl(record)) return record;
  throw notFound(noUrl);
}

export function storeUrl(lambda: Lambda, record: FunctionRecord, url: UrlConfig): Wire<FunctionUrlConfig> {
  const changed = { ...record, url };
  lambda.functions.set(record.name, changed);
  return describeUrl(lambda.account, changed);
}

export function describeUrl(account: Account, { arn, url }: FunctionWithUrl): Wire<FunctionUrlConfig> {
  return {
    FunctionUrl: `${account.endpoint}${urlPrefix}${url.id}/`,
    FunctionArn: arn,
    AuthType: url.authType,
    ...(url.cors && { Cors: url.cors }),
    CreationTime: url.creationTime,
    LastModifiedTime: url.lastModifiedTime,
    InvokeMode: url.invokeMode,
  };
}

/** The settings of a URL that a request changes. */
export function urlChanges(input: UrlConfigInput): Partial<UrlConfig> {
  const { AuthType, InvokeMode, Cors } = input;
  if (AuthType !== undefined && AuthType !== "NONE" && AuthType !== "AWS_IAM") {
    throw validation("authType", AuthType, "satisfy enum value set: [NONE, AWS_IAM]");
  }
  if (InvokeMode !== undefined && InvokeMode !== "BUFFERED" && InvokeMode !== "RESPONSE_STREAM") {
    throw validation("invokeMode", InvokeMode, "satisfy enum value set: [BUFFERED, RESPONSE_STREAM]");
  }
  if (InvokeMode === "RESPONSE_STREAM") throw notEmulated("response streaming");
  checkRange("cors.maxAge", Cors?.MaxAge, 0, 86_400);
  return {
    ...(AuthType !== undefined && { authType: AuthType }),
    ...(InvokeMode !== undefined && { invokeMode: InvokeMode }),
    ...(Cors !== undefined && { cors: Cors }),
  };
}
