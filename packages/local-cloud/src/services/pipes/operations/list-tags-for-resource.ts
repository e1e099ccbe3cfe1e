import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from "@aws-sdk/client-pipes";
import type { Operation, Wire } from "../../../core/service.ts";
import type { Pipes } from "../pipes.ts";

export function listTagsForResource(
  pipes: Pipes,
): Operation<Wire<ListTagsForResourceRequest>, Wire<ListTagsForResourceResponse>> {
  return ({ resourceArn }, context) => ({
    tags: { ...pipes.openByArn(resourceArn, "ListTagsForResource", context).tags },
  });
}
