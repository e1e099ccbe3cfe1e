import type { FunctionEventInvokeConfig, GetFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { describeEventInvokeConfig, withEventInvokeConfig } from "../event-invoke-config.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

export function getFunctionEventInvokeConfig(lambda: Lambda) {
  return (input: Wire<GetFunctionEventInvokeConfigRequest>, context: CallContext): Wire<FunctionEventInvokeConfig> => {
    const record = authorizedFunction(lambda, context, "lambda:GetFunctionEventInvokeConfig", input);
    return describeEventInvokeConfig(withEventInvokeConfig(record));
  };
}
