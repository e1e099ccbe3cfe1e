import type { FunctionUrlConfig, GetFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { authTypeKey, describeUrl, noUrl, withUrl } from "../url/url-config.ts";

export function getFunctionUrlConfig(lambda: Lambda) {
  return (input: Wire<GetFunctionUrlConfigRequest>, context: CallContext): Wire<FunctionUrlConfig> => {
    const record = authorizedFunction(lambda, context, "lambda:GetFunctionUrlConfig", input, {
      conditions: authTypeKey(lambda, input),
      missing: noUrl,
    });
    return describeUrl(lambda.account, withUrl(record));
  };
}
