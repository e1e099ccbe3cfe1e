import type { SetTopicAttributesInput } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { required } from "../errors.ts";
import type { SnsState } from "../state.ts";
import { checkTopicAttribute } from "../topic-attributes.ts";

/** An empty value resets the attribute to its default. */
export function setTopicAttributes(state: SnsState): Operation<Wire<SetTopicAttributesInput>, undefined> {
  return (input, context) => {
    const topic = state.open(input.TopicArn, "SetTopicAttributes", context);
    const name = required(input.AttributeName, "AttributeName");
    const value = input.AttributeValue ?? "";
    checkTopicAttribute(topic.name, name, value);
    const { [name]: _old, ...rest } = topic.attributes;
    state.topics.set(topic.arn, { ...topic, attributes: value === "" ? rest : { ...rest, [name]: value } });
    return undefined;
  };
}
