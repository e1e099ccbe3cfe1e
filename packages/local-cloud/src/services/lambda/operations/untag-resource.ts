import type { UntagResourceRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

export function untagResource(lambda: Lambda) {
  return ({ Resource, TagKeys = [] }: Wire<UntagResourceRequest>, context: CallContext): object => {
    const record = authorizedFunction(lambda, context, "lambda:UntagResource", { FunctionName: Resource });
    const kept = Object.entries(record.tags).filter(([key]) => !TagKeys.includes(key));
    lambda.functions.set(record.name, { ...record, tags: Object.fromEntries(kept) });
    return {};
  };
}
