import type { TestEventPatternRequest, TestEventPatternResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventEnvelope } from "../envelope.ts";
import { invalidParameter } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { compilePattern, matches } from "../pattern/index.ts";
import { Constraints } from "../validation.ts";

const requiredFields = ["id", "account", "source", "time", "region", "resources", "detail-type"] as const;

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

function readEvent(text: string): EventEnvelope {
  const event = parse(text);
  if (typeof event !== "object" || event === null || Array.isArray(event))
    throw invalidParameter("Event", "Event must be a JSON object.");
  const missing = requiredFields.filter((member) => !Object.hasOwn(event, member));
  if (missing.length > 0) throw invalidParameter("Event", `Event lacks the mandatory fields ${missing.join(", ")}.`);
  return event as EventEnvelope;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidParameter("Event", "Event is not valid JSON.");
  }
}
