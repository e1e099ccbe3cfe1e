import type { FunctionEventInvokeConfig, PutFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import {
  changeEventInvokeConfig,
  checkEventInvokeConfig,
  noSuchFunction,
  storeEventInvokeConfig,
} from "../event-invoke-config.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

/** Replaces the whole configuration. */
export function putFunctionEventInvokeConfig(lambda: Lambda) {
  return async (
    input: Wire<PutFunctionEventInvokeConfigRequest>,
    context: CallContext,
  ): Promise<Wire<FunctionEventInvokeConfig>> => {
    checkEventInvokeConfig(input);
    const record = authorizedFunction(lambda, context, "lambda:PutFunctionEventInvokeConfig", input, {
      missing: noSuchFunction,
    });
    const config = await changeEventInvokeConfig(lambda.account, record, undefined, input);
    return storeEventInvokeConfig(lambda, record, config);
  };
}
