import type { DeleteFunctionConcurrencyRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

export function deleteFunctionConcurrency(lambda: Lambda) {
  return (input: Wire<DeleteFunctionConcurrencyRequest>, context: CallContext): object => {
    const record = authorizedFunction(lambda, context, "lambda:DeleteFunctionConcurrency", input);
    const { reservedConcurrency: _reserved, ...rest } = record;
    lambda.functions.set(record.name, rest);
    return {};
  };
}
