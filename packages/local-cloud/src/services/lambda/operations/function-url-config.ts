import type {
  CreateFunctionUrlConfigRequest,
  DeleteFunctionUrlConfigRequest,
  FunctionUrlConfig,
  GetFunctionUrlConfigRequest,
  ListFunctionUrlConfigsRequest,
  ListFunctionUrlConfigsResponse,
  UpdateFunctionUrlConfigRequest,
} from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { conflict, notFound, validation } from "../errors.ts";
import { authorizedFunction } from "../function-name.ts";
import type { FunctionRecord, UrlConfig } from "../functions.ts";
import type { Lambda } from "../lambda.ts";
import { describeUrl, urlChanges } from "../url/url-config.ts";

type Output = Wire<FunctionUrlConfig>;

export function createFunctionUrlConfig(lambda: Lambda) {
  const { account } = lambda;
  return (input: Wire<CreateFunctionUrlConfigRequest>, context: CallContext): Output => {
    const record = authorizedFunction(lambda, context, "lambda:CreateFunctionUrlConfig", input);
    if (input.AuthType === undefined) throw validation("authType", undefined, "not be null");
    if (record.url) {
      throw conflict(`FunctionUrlConfig exists for this Lambda function`);
    }
    const now = new Date(account.clock.now()).toISOString();
    const url: UrlConfig = {
      id: account.random.hex(32),
      authType: "AWS_IAM",
      invokeMode: "BUFFERED",
      creationTime: now,
      lastModifiedTime: now,
      ...urlChanges(input),
    };
    return set(lambda, { ...record, url });
  };
}

export function updateFunctionUrlConfig(lambda: Lambda) {
  return (input: Wire<UpdateFunctionUrlConfigRequest>, context: CallContext): Output => {
    const record = withUrl(authorizedFunction(lambda, context, "lambda:UpdateFunctionUrlConfig", input));
    const lastModifiedTime = new Date(lambda.account.clock.now()).toISOString();
    return set(lambda, { ...record, url: { ...record.url!, ...urlChanges(input), lastModifiedTime } });
  };
}

export function getFunctionUrlConfig(lambda: Lambda) {
  return (input: Wire<GetFunctionUrlConfigRequest>, context: CallContext): Output =>
    describeUrl(lambda.account, withUrl(authorizedFunction(lambda, context, "lambda:GetFunctionUrlConfig", input)));
}

export function deleteFunctionUrlConfig(lambda: Lambda) {
  return (input: Wire<DeleteFunctionUrlConfigRequest>, context: CallContext): object => {
    const record = withUrl(authorizedFunction(lambda, context, "lambda:DeleteFunctionUrlConfig", input));
    const { url: _url, ...rest } = record;
    lambda.functions.set(record.name, rest);
    return {};
  };
}

/** At most one: a function here has only its latest version. */
export function listFunctionUrlConfigs(lambda: Lambda) {
  return (input: Wire<ListFunctionUrlConfigsRequest>, context: CallContext): Wire<ListFunctionUrlConfigsResponse> => {
    const record = authorizedFunction(lambda, context, "lambda:ListFunctionUrlConfigs", input);
    return { FunctionUrlConfigs: record.url ? [describeUrl(lambda.account, record)] : [] };
  };
}

function set(lambda: Lambda, record: FunctionRecord): Output {
  lambda.functions.set(record.name, record);
  return describeUrl(lambda.account, record);
}

function withUrl(record: FunctionRecord): FunctionRecord {
  if (record.url) return record;
  throw notFound("The resource you requested does not exist.");
}
