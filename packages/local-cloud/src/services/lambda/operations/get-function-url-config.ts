import type { FunctionUrlConfig, GetFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { authTypeKey, describeUrl, withUrl } from "../url/url-config.ts";

export function getFunctionUrlConfig(lambda: Lambda) {
  return (input: Wire<GetFunctionUrlConfigRequest>, context: CallContext): Wire<FunctionUrlConfig> => {
    const record = authorizedFunction(
      lambda,
      context,
      "lambda:GetFunctionUrlConfig",
      input,
      authTypeKey(lambda, input),
    );
    return describeUrl(lambda.account, withUrl(record));
  };
}
