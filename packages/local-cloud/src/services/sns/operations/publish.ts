import type { PublishInput, PublishResponse } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import type { Deliverer } from "../delivery/deliverer.ts";
import { invalidParameter } from "../errors.ts";
import { checkMessage, publish as publishMessage } from "../publish.ts";
import type { SnsState } from "../state.ts";

export function publish(state: SnsState, deliverer: Deliverer): Operation<Wire<PublishInput>, Wire<PublishResponse>> {
  return (input, context) => {
    const target = input.TopicArn ?? input.TargetArn;
    if (!target && input.PhoneNumber) {
      throw invalidParameter("PhoneNumber Reason: the local cloud does not emulate text messages");
    }
    if (!target) throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
    const topic = state.open(target, "Publish", context);
    return publishMessage(state, deliverer, topic, checkMessage(state, topic, input));
  };
}
