import type { ListTagsRequest, ListTagsResponse } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

export function listTags(lambda: Lambda) {
  return ({ Resource }: Wire<ListTagsRequest>, context: CallContext): Wire<ListTagsResponse> => ({
    Tags: authorizedFunction(lambda, context, "lambda:ListTags", { FunctionName: Resource }).tags,
  });
}
