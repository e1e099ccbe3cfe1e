import type { GetTopicAttributesInput, GetTopicAttributesResponse } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import type { SnsState } from "../state.ts";
import { describeTopicAttributes } from "../topic-attributes.ts";

export function getTopicAttributes(
  state: SnsState,
): Operation<Wire<GetTopicAttributesInput>, Wire<GetTopicAttributesResponse>> {
  return (input, context) => {
    const topic = state.open(input.TopicArn, "GetTopicAttributes", context);
    return { Attributes: describeTopicAttributes(state, topic) };
  };
}
