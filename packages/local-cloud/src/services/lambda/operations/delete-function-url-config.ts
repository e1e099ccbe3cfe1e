import type { DeleteFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { authTypeKey, noUrl, withUrl } from "../url/url-config.ts";

export function deleteFunctionUrlConfig(lambda: Lambda) {
  return (input: Wire<DeleteFunctionUrlConfigRequest>, context: CallContext): object => {
    const record = authorizedFunction(lambda, context, "lambda:DeleteFunctionUrlConfig", input, {
      conditions: authTypeKey(lambda, input),
      missing: noUrl,
    });
    const { url: _url, ...rest } = withUrl(record);
    lambda.functions.set(record.name, rest);
    return {};
  };
}
