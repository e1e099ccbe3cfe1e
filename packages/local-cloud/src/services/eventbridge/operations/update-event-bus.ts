import type { UpdateEventBusRequest, UpdateEventBusResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { busNameOf } from "../arns.ts";
import { checkBusSettings } from "../bus-settings.ts";
import type { EventBridge } from "../event-bridge.ts";
import { busNameOrArn } from "../validation.ts";

/** "UpdateEventBus": changes the description and the dead-letter queue; omitted members keep their values. */
export function updateEventBus(
  bridge: EventBridge,
): Operation<Wire<UpdateEventBusRequest>, Wire<UpdateEventBusResponse>> {
  return (input, context) => {
    new Constraints().text("name", input.Name, busNameOrArn).check();
    checkBusSettings(input);
    const name = busNameOf(input.Name);
    const Arn = bridge.arnOf(name);
    context.authorize({ action: "events:UpdateEventBus", resource: Arn });
    const bus = bridge.state.bus(name);
    const description = input.Description ?? bus.description;
    const deadLetterArn = input.DeadLetterConfig ? input.DeadLetterConfig.Arn : bus.deadLetterArn;
    bridge.state.buses.set(name, { ...bus, description, deadLetterArn, modifiedAt: bridge.account.clock.now() });
    return {
      Name: name,
      Arn,
      ...(description !== undefined && { Description: description }),
      ...(deadLetterArn !== undefined && { DeadLetterConfig: { Arn: deadLetterArn } }),
    };
  };
}
