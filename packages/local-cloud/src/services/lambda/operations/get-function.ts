import { pathToFileURL } from "node:url";
import type { FunctionConfiguration, GetFunctionRequest, GetFunctionResponse } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { codeFolder } from "../code/code-store.ts";
import { describeFunction } from "../description.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

export function getFunction(lambda: Lambda) {
  return (input: Wire<GetFunctionRequest>, context: CallContext): Wire<GetFunctionResponse> => {
    const record = authorizedFunction(lambda, context, "lambda:GetFunction", input);
    const ReservedConcurrentExecutions = record.reservedConcurrency;
    return {
      Configuration: describeFunction(record),
      // AWS answers with a link to the zip; here it is the folder into which it was unzipped.
      Code: { RepositoryType: "Local", Location: pathToFileURL(codeFolder(lambda.account, record.code)).href },
      ...(Object.keys(record.tags).length > 0 && { Tags: record.tags }),
      ...(ReservedConcurrentExecutions !== undefined && { Concurrency: { ReservedConcurrentExecutions } }),
    };
  };
}

export function getFunctionConfiguration(lambda: Lambda) {
  return (input: Wire<GetFunctionRequest>, context: CallContext): Wire<FunctionConfiguration> =>
    describeFunction(authorizedFunction(lambda, context, "lambda:GetFunctionConfiguration", input));
}
