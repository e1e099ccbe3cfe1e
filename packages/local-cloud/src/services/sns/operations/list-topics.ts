import type { ListTopicsInput, ListTopicsResponse } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { pageOf } from "../page.ts";
import type { SnsState } from "../state.ts";

export function listTopics(state: SnsState): Operation<Wire<ListTopicsInput>, Wire<ListTopicsResponse>> {
  return (input, { authorize }) => {
    authorize({ action: "sns:ListTopics", resource: "*" });
    const { items, ...next } = pageOf([...state.topics.keys()].sort(), input.NextToken);
    return { Topics: items.map((TopicArn) => ({ TopicArn })), ...next };
  };
}
