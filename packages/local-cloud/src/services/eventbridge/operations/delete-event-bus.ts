import type { DeleteEventBusRequest } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { busNameOf, defaultBus } from "../arns.ts";
import { validationError } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { busNameOrArn } from "../validation.ts";

/** "DeleteEventBus": succeeds if the bus does not exist. */
export function deleteEventBus(bridge: EventBridge): Operation<Wire<DeleteEventBusRequest>, object> {
  return (input, context) => {
    new Constraints().text("name", input.Name, { ...busNameOrArn, required: true }).check();
    const name = busNameOf(input.Name);
    const arn = bridge.arnOf(name);
    context.authorize({ action: "events:DeleteEventBus", resource: arn });
    if (name === defaultBus) throw validationError(`Cannot delete event bus ${name}.`);
    if (bridge.router.hasRules(name)) throw validationError("EventBus can't be deleted since it has rules.");
    bridge.state.buses.delete(name);
    bridge.tags.removeAll(arn);
    return {};
  };
}
