import type {
  ListFunctionEventInvokeConfigsRequest,
  ListFunctionEventInvokeConfigsResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { describeEventInvokeConfig, hasEventInvokeConfig, noSuchFunction } from "../event-invoke-config.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { checkPage, pageOf } from "../page.ts";

/** At most one: the local cloud has only the latest version of a function. */
export function listFunctionEventInvokeConfigs(lambda: Lambda) {
  return (
    input: Wire<ListFunctionEventInvokeConfigsRequest>,
    context: CallContext,
  ): Wire<ListFunctionEventInvokeConfigsResponse> => {
    checkPage(input, 50);
    const record = authorizedFunction(lambda, context, "lambda:ListFunctionEventInvokeConfigs", input, {
      missing: noSuchFunction,
    });
    const all = hasEventInvokeConfig(record) ? [describeEventInvokeConfig(record)] : [];
    const { items, ...next } = pageOf(all, input, 50);
    return { FunctionEventInvokeConfigs: items, ...next };
  };
}
