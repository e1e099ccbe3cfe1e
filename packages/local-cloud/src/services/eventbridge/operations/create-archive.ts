import type { CreateArchiveRequest, CreateArchiveResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { checkArchiveSettings } from "../archive-settings.ts";
import { archiveArn, nameIn } from "../arns.ts";
import { alreadyExists, invalidParameter } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";

/** "CreateArchive": archives the future events of a bus, all of them or those that match a pattern. */
export function createArchive(bridge: EventBridge): Operation<Wire<CreateArchiveRequest>, Wire<CreateArchiveResponse>> {
  return (input, context) => {
    checkArchiveSettings(input);
    new Constraints().text("eventSourceArn", input.EventSourceArn, { required: true, min: 1, max: 1600 }).check();
    const name = input.ArchiveName!;
    const ArchiveArn = archiveArn(bridge.account, name);
    context.authorize({ action: "events:CreateArchive", resource: ArchiveArn });
    context.authorize({ action: "events:CreateArchive", resource: input.EventSourceArn! });
    const busName = nameIn("event-bus", input.EventSourceArn!);
    if (busName === undefined)
      throw invalidParameter("EventSourceArn", `${input.EventSourceArn} is not the ARN of an event bus.`);
    bridge.state.bus(busName);
    if (bridge.state.archives.has(name)) throw alreadyExists(`Archive ${name}`);
    const createdAt = bridge.account.clock.now();
    bridge.archives.put({
      name,
      uuid: bridge.account.random.uuid(),
      busName,
      description: input.Description,
      pattern: input.EventPattern,
      retentionDays: input.RetentionDays ?? 0,
      createdAt,
    });
    return { ArchiveArn, State: "ENABLED", CreationTime: createdAt / 1000 };
  };
}
