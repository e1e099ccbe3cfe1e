import type { TestEventPatternRequest, TestEventPatternResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import { parseJsonObject } from "../../../core/json-object.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventEnvelope } from "../envelope.ts";
import { validationError } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { compilePattern, matches } from "../pattern/index.ts";

/** The API reference names `resources` too, but AWS takes an event without it. */
const requiredFields = ["id", "account", "source", "time", "region", "detail-type"] as const;

/** "TestEventPattern": whether a pattern matches an event, decided by the same code as on a bus. */
export function testEventPattern(
  _bridge: EventBridge,
): Operation<Wire<TestEventPatternRequest>, Wire<TestEventPatternResponse>> {
  return (input, context) => {
    new Constraints()
      .text("eventPattern", input.EventPattern, { required: true })
      .text("event", input.Event, { required: true })
      .check();
    context.authorize({ action: "events:TestEventPattern", resource: "*" });
    const pattern = compilePattern(input.EventPattern!);
    return { Result: matches(pattern, readEvent(input.Event!)) };
  };
}

/** @throws AwsError ValidationException. AWS does not say what is wrong. */
function readEvent(text: string): EventEnvelope {
  const event = parseJsonObject(text);
  if (!event || requiredFields.some((member) => !Object.hasOwn(event, member))) {
    throw validationError("Parameter Event is not valid.");
  }
  return event as unknown as EventEnvelope;
}
