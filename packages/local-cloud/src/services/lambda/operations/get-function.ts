import { pathToFileURL } from "node:url";
import type { GetFunctionRequest, GetFunctionResponse } from "@aws-sdk/client-lambda";
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
      // AWS returns a link to the zip; this is the folder with the unzipped code.
      Code: { RepositoryType: "Local", Location: pathToFileURL(codeFolder(lambda.account, record.code)).href },
      ...(Object.keys(record.tags).length > 0 && { Tags: record.tags }),
      ...(ReservedConcurrentExecutions !== undefined && { Concurrency: { ReservedConcurrentExecutions } }),
    };
  };
}
