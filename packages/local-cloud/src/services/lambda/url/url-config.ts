import type { FunctionUrlConfig } from "@aws-sdk/client-lambda";
import type { Account } from "../../../core/account.ts";
import type { Wire } from "../../../core/service.ts";
import { notEmulated, validation } from "../errors.ts";
import type { Cors, FunctionRecord, UrlConfig } from "../functions.ts";

export const urlPrefix = "/lambda-url/";

export interface UrlConfigInput {
  AuthType?: string | undefined;
  InvokeMode?: string | undefined;
  Cors?: Wire<Cors> | undefined;
}

export function urlOf(account: Account, { id }: UrlConfig): string {
  return `${account.endpoint}${urlPrefix}${id}/`;
}

export function describeUrl(account: Account, record: FunctionRecord): Wire<FunctionUrlConfig> {
  const url = record.url!;
  return {
    FunctionUrl: urlOf(account, url),
    FunctionArn: record.arn,
    AuthType: url.authType,
    ...(url.cors && { Cors: url.cors }),
    CreationTime: url.creationTime,
    LastModifiedTime: url.lastModifiedTime,
    InvokeMode: url.invokeMode,
  };
}

/** What a call changes of a URL's configuration. */
export function urlChanges(input: UrlConfigInput): Partial<UrlConfig> {
  const { AuthType, InvokeMode, Cors } = input;
  if (AuthType !== undefined && AuthType !== "NONE" && AuthType !== "AWS_IAM") {
    throw validation("authType", AuthType, "satisfy enum value set: [NONE, AWS_IAM]");
  }
  if (InvokeMode !== undefined && InvokeMode !== "BUFFERED" && InvokeMode !== "RESPONSE_STREAM") {
    throw validation("invokeMode", InvokeMode, "satisfy enum value set: [BUFFERED, RESPONSE_STREAM]");
  }
  if (InvokeMode === "RESPONSE_STREAM") throw notEmulated("response streaming");
  return {
    ...(AuthType !== undefined && { authType: AuthType }),
    ...(InvokeMode !== undefined && { invokeMode: InvokeMode }),
    ...(Cors !== undefined && { cors: Cors }),
  };
}
