import type { DeleteFunctionRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

export function deleteFunction(lambda: Lambda) {
  return (input: Wire<DeleteFunctionRequest>, context: CallContext): object => {
    const { name } = authorizedFunction(lambda, context, "lambda:DeleteFunction", input);
    lambda.functions.delete(name);
    lambda.fleet.retireOld(name);
    return {};
  };
}
