import type { UpdateArchiveRequest, UpdateArchiveResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import { checkArchiveSettings } from "../archive-settings.ts";
import { archiveArn } from "../arns.ts";
import type { EventBridge } from "../event-bridge.ts";

/** "UpdateArchive": omitted members keep their values; a new pattern applies to future events. */
export function updateArchive(bridge: EventBridge): Operation<Wire<UpdateArchiveRequest>, Wire<UpdateArchiveResponse>> {
  return (input, context) => {
    checkArchiveSettings(input);
    const ArchiveArn = archiveArn(bridge.account, input.ArchiveName!);
    context.authorize({ action: "events:UpdateArchive", resource: ArchiveArn });
    const archive = bridge.state.archive(input.ArchiveName!);
    bridge.archives.put({
      ...archive,
      description: input.Description ?? archive.description,
      pattern: input.EventPattern ?? archive.pattern,
      retentionDays: input.RetentionDays ?? archive.retentionDays,
    });
    return { ArchiveArn, State: "ENABLED", CreationTime: archive.createdAt / 1000 };
  };
}
