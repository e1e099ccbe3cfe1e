import type { DeleteArchiveRequest } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import { checkArchiveName } from "../archive-settings.ts";
import { archiveArn } from "../arns.ts";
import type { EventBridge } from "../event-bridge.ts";

/** "DeleteArchive": deletes the archive with its events and its rule. */
export function deleteArchive(bridge: EventBridge): Operation<Wire<DeleteArchiveRequest>, object> {
  return (input, context) => {
    const name = checkArchiveName(input.ArchiveName);
    context.authorize({ action: "events:DeleteArchive", resource: archiveArn(bridge.account, name) });
    bridge.archives.delete(bridge.state.archive(name));
    return {};
  };
}
