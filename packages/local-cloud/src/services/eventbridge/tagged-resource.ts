import { Constraints } from "../../core/constraints.ts";
import { nameIn, ruleIn } from "./arns.ts";
import { invalidParameter } from "./errors.ts";
import type { EventBridge } from "./event-bridge.ts";

/** @throws AwsError unless the ARN is that of an existing bus or rule, which alone have tags here */
export function checkTaggedResource(bridge: EventBridge, resourceArn: string): void {
  const busName = nameIn("event-bus", resourceArn);
  const rule = ruleIn(resourceArn);
  if (busName !== undefined) bridge.state.bus(busName);
  else if (rule) bridge.state.rule(rule.busName, rule.ruleName);
  else throw invalidParameter("ResourceARN", `${resourceArn} is the ARN of neither an event bus nor a rule.`);
}

export function checkResourceArn(resourceArn: string | undefined): string {
  new Constraints().text("resourceARN", resourceArn, { required: true, min: 1, max: 1600 }).check();
  return resourceArn!;
}
