import type { FunctionUrlConfig, UpdateFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { authTypeKey, noFunction, storeUrl, urlChanges, withUrl } from "../url/url-config.ts";

export function updateFunctionUrlConfig(lambda: Lambda) {
  return (input: Wire<UpdateFunctionUrlConfigRequest>, context: CallContext): Wire<FunctionUrlConfig> => {
    const changes = urlChanges(input);
    const record = withUrl(
      authorizedFunction(lambda, context, "lambda:UpdateFunctionUrlConfig", input, {
        conditions: authTypeKey(lambda, input),
        missing: noFunction,
      }),
    );
    const lastModifiedTime = new Date(lambda.account.clock.now()).toISOString();
    return storeUrl(lambda, record, { ...record.url, ...changes, lastModifiedTime });
  };
}
