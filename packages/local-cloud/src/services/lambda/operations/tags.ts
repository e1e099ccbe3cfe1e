import type {
  ListTagsRequest,
  ListTagsResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { checkTags } from "../tags.ts";

export function tagResource(lambda: Lambda) {
  return ({ Resource, Tags = {} }: Wire<TagResourceRequest>, context: CallContext): object => {
    const record = authorizedFunction(lambda, context, "lambda:TagResource", { FunctionName: Resource });
    const tags = { ...record.tags, ...Tags };
    checkTags(tags);
    lambda.functions.set(record.name, { ...record, tags });
    return {};
  };
}

export function untagResource(lambda: Lambda) {
  return ({ Resource, TagKeys = [] }: Wire<UntagResourceRequest>, context: CallContext): object => {
    const record = authorizedFunction(lambda, context, "lambda:UntagResource", { FunctionName: Resource });
    const kept = Object.entries(record.tags).filter(([key]) => !TagKeys.includes(key));
    lambda.functions.set(record.name, { ...record, tags: Object.fromEntries(kept) });
    return {};
  };
}

export function listTags(lambda: Lambda) {
  return ({ Resource }: Wire<ListTagsRequest>, context: CallContext): Wire<ListTagsResponse> => ({
    Tags: authorizedFunction(lambda, context, "lambda:ListTags", { FunctionName: Resource }).tags,
  });
}
