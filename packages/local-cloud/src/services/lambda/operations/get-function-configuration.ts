import type { FunctionConfiguration, GetFunctionConfigurationRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { describeFunction } from "../description.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

export function getFunctionConfiguration(lambda: Lambda) {
  return (input: Wire<GetFunctionConfigurationRequest>, context: CallContext): Wire<FunctionConfiguration> =>
    describeFunction(authorizedFunction(lambda, context, "lambda:GetFunctionConfiguration", input));
}
