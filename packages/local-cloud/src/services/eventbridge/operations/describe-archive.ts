import type { DescribeArchiveRequest, DescribeArchiveResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import { checkArchiveName } from "../archive-settings.ts";
import { archiveArn } from "../arns.ts";
import type { EventBridge } from "../event-bridge.ts";

/** "DescribeArchive". The count and size are current; on AWS they lag by up to a day. */
export function describeArchive(
  bridge: EventBridge,
): Operation<Wire<DescribeArchiveRequest>, Wire<DescribeArchiveResponse>> {
  return async (input, context) => {
    const name = checkArchiveName(input.ArchiveName);
    const ArchiveArn = archiveArn(bridge.account, name);
    context.authorize({ action: "events:DescribeArchive", resource: ArchiveArn });
    const archive = bridge.state.archive(name);
    return {
      ArchiveArn,
      ...(await bridge.archives.summary(archive)),
      ...(archive.description !== undefined && { Description: archive.description }),
      ...(archive.pattern !== undefined && { EventPattern: archive.pattern }),
    };
  };
}
