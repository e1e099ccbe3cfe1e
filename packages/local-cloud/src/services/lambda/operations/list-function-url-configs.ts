import type { ListFunctionUrlConfigsRequest, ListFunctionUrlConfigsResponse } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { describeUrl, hasUrl } from "../url/url-config.ts";

/** At most one: the local cloud has only the latest version of a function. */
export function listFunctionUrlConfigs(lambda: Lambda) {
  return (input: Wire<ListFunctionUrlConfigsRequest>, context: CallContext): Wire<ListFunctionUrlConfigsResponse> => {
    const record = authorizedFunction(lambda, context, "lambda:ListFunctionUrlConfigs", input);
    return { FunctionUrlConfigs: hasUrl(record) ? [describeUrl(lambda.account, record)] : [] };
  };
}
