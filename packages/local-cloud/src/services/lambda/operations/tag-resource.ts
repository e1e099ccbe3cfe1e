import type { TagResourceRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { addTags } from "../../../core/tags.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { tagErrors } from "../tags.ts";

export function tagResource(lambda: Lambda) {
  return ({ Resource, Tags = {} }: Wire<TagResourceRequest>, context: CallContext): object => {
    const record = authorizedFunction(lambda, context, "lambda:TagResource", { FunctionName: Resource });
    lambda.functions.set(record.name, { ...record, tags: addTags(record.tags, Tags, tagErrors) });
    return {};
  };
}
