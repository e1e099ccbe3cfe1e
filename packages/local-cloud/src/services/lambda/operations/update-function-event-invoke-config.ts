import type { FunctionEventInvokeConfig, UpdateFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import {
  changeEventInvokeConfig,
  checkEventInvokeConfig,
  noSuchFunction,
  storeEventInvokeConfig,
  withEventInvokeConfig,
} from "../event-invoke-config.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

/** Changes only the settings in the input. */
export function updateFunctionEventInvokeConfig(lambda: Lambda) {
  return async (
    input: Wire<UpdateFunctionEventInvokeConfigRequest>,
    context: CallContext,
  ): Promise<Wire<FunctionEventInvokeConfig>> => {
    checkEventInvokeConfig(input);
    const record = authorizedFunction(lambda, context, "lambda:UpdateFunctionEventInvokeConfig", input, {
      missing: noSuchFunction,
    });
    const { eventInvokeConfig } = withEventInvokeConfig(record);
    const config = await changeEventInvokeConfig(lambda.account, record, eventInvokeConfig, input);
    return storeEventInvokeConfig(lambda, record, config);
  };
}
