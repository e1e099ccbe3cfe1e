import type { GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

export function getFunctionConcurrency(lambda: Lambda) {
  return (input: Wire<GetFunctionConcurrencyRequest>, context: CallContext): Wire<GetFunctionConcurrencyResponse> => {
    const { reservedConcurrency } = authorizedFunction(lambda, context, "lambda:GetFunctionConcurrency", input);
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  };
}
