import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { listTags } from "../../../core/tags.ts";
import type { SnsState } from "../state.ts";
import { taggedTopic } from "../tags.ts";

export function listTagsForResource(
  state: SnsState,
): Operation<Wire<ListTagsForResourceRequest>, Wire<ListTagsForResourceResponse>> {
  return (input, context) => {
    const { tags } = taggedTopic(state, input.ResourceArn, "ListTagsForResource", context);
    return { Tags: listTags(tags) };
  };
}
