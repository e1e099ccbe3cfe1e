import type { ListFunctionUrlConfigsRequest, ListFunctionUrlConfigsResponse } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { checkPage, pageOf } from "../page.ts";
import { authTypeKey, describeUrl, hasUrl, noFunction } from "../url/url-config.ts";

/** At most one: the local cloud has only the latest version of a function. */
export function listFunctionUrlConfigs(lambda: Lambda) {
  return (input: Wire<ListFunctionUrlConfigsRequest>, context: CallContext): Wire<ListFunctionUrlConfigsResponse> => {
    checkPage(input, 50);
    const record = authorizedFunction(lambda, context, "lambda:ListFunctionUrlConfigs", input, {
      conditions: authTypeKey(lambda, input),
      missing: noFunction,
    });
    const all = hasUrl(record) ? [describeUrl(lambda.account, record)] : [];
    const { items, ...next } = pageOf(all, input, 50);
    return { FunctionUrlConfigs: items, ...next };
  };
}
