import type { DescribeEventBusRequest, DescribeEventBusResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { busNameOf } from "../arns.ts";
import type { EventBridge } from "../event-bridge.ts";
import { busNameOrArn } from "../validation.ts";

/** "DescribeEventBus". */
export function describeEventBus(
  bridge: EventBridge,
): Operation<Wire<DescribeEventBusRequest>, Wire<DescribeEventBusResponse>> {
  return (input, context) => {
    new Constraints().text("name", input.Name, busNameOrArn).check();
    const name = busNameOf(input.Name);
    const Arn = bridge.arnOf(name);
    context.authorize({ action: "events:DescribeEventBus", resource: Arn });
    const bus = bridge.state.bus(name);
    return {
      Name: name,
      Arn,
      ...(bus.description !== undefined && { Description: bus.description }),
      ...(bus.deadLetterArn !== undefined && { DeadLetterConfig: { Arn: bus.deadLetterArn } }),
      ...(bus.policy && { Policy: JSON.stringify(bus.policy) }),
      CreationTime: bus.createdAt / 1000,
      LastModifiedTime: bus.modifiedAt / 1000,
    };
  };
}
