import type { UntagResourceRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { removeTags } from "../../../core/tags.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

export function untagResource(lambda: Lambda) {
  return ({ Resource, TagKeys = [] }: Wire<UntagResourceRequest>, context: CallContext): object => {
    const record = authorizedFunction(lambda, context, "lambda:UntagResource", { FunctionName: Resource });
    lambda.functions.set(record.name, { ...record, tags: removeTags(record.tags, TagKeys) });
    return {};
  };
}
