import type { CreateEventBusRequest, CreateEventBusResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { checkBusSettings } from "../bus-settings.ts";
import { alreadyExists, limitExceeded, notEmulated, validationError } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { checkTags } from "../tags.ts";

/** "Amazon EventBridge quotas". */
const maxBuses = 100;
/** Partner buses have slashes. */
const busName = "[/\\.\\-_A-Za-z0-9]+";

/** "CreateEventBus". */
export function createEventBus(
  bridge: EventBridge,
): Operation<Wire<CreateEventBusRequest>, Wire<CreateEventBusResponse>> {
  return (input, context) => {
    check(input);
    const name = input.Name!;
    const arn = bridge.arnOf(name);
    context.authorize({ action: "events:CreateEventBus", resource: arn });
    const { buses } = bridge.state;
    if (buses.has(name)) throw alreadyExists(`Event bus ${name}`);
    if (buses.size > maxBuses) throw limitExceeded();
    const now = bridge.account.clock.now();
    const { Description, DeadLetterConfig } = input;
    buses.set(name, {
      name,
      description: Description,
      deadLetterArn: DeadLetterConfig?.Arn,
      createdAt: now,
      modifiedAt: now,
    });
    bridge.tags.add(arn, input.Tags ?? []);
    return {
      EventBusArn: arn,
      ...(Description !== undefined && { Description }),
      ...(DeadLetterConfig && { DeadLetterConfig }),
    };
  };
}

function check(input: Wire<CreateEventBusRequest>): void {
  new Constraints().text("name", input.Name, { required: true, min: 1, max: 256, pattern: busName }).check();
  if (input.EventSourceName !== undefined) throw notEmulated("partner event buses", "Remove EventSourceName.");
  if (input.Name!.includes("/")) throw validationError("Event bus name must not contain '/'.");
  checkBusSettings(input);
  checkTags(input.Tags);
}
