import type { DeleteFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { withEventInvokeConfig } from "../event-invoke-config.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

export function deleteFunctionEventInvokeConfig(lambda: Lambda) {
  return (input: Wire<DeleteFunctionEventInvokeConfigRequest>, context: CallContext): object => {
    const record = authorizedFunction(lambda, context, "lambda:DeleteFunctionEventInvokeConfig", input);
    const { eventInvokeConfig: _config, ...rest } = withEventInvokeConfig(record);
    lambda.functions.set(record.name, rest);
    return {};
  };
}
