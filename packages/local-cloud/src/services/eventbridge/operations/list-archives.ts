import type { ListArchivesRequest, ListArchivesResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import { archiveArn, busNameOf } from "../arns.ts";
import type { EventBridge } from "../event-bridge.ts";
import { checkFilteredList } from "../list-filters.ts";
import { page } from "../paging.ts";
import type { StoredArchive } from "../stored.ts";

const states = ["ENABLED", "DISABLED", "CREATING", "UPDATING", "CREATE_FAILED", "UPDATE_FAILED"] as const;

/** "ListArchives". */
export function listArchives(bridge: EventBridge): Operation<Wire<ListArchivesRequest>, Wire<ListArchivesResponse>> {
  return async (input, context) => {
    checkFilteredList("ListArchives", input, { states, maxNameLength: 48 });
    context.authorize({ action: "events:ListArchives", resource: archiveArn(bridge.account, "*") });
    if (input.EventSourceArn !== undefined) bridge.state.bus(busNameOf(input.EventSourceArn));
    const archives = [...bridge.state.archives.values()].filter((archive) => passesFilters(archive, input));
    const { items, ...next } = page(archives, ({ name }) => name, input);
    return { Archives: await Promise.all(items.map((archive) => bridge.archives.summary(archive))), ...next };
  };
}

/** Every archive in the local cloud is ENABLED. */
function passesFilters(
  { name, busName }: StoredArchive,
  { NamePrefix = "", EventSourceArn, State = "ENABLED" }: Wire<ListArchivesRequest>,
): boolean {
  if (EventSourceArn !== undefined && busNameOf(EventSourceArn) !== busName) return false;
  return name.startsWith(NamePrefix) && State === "ENABLED";
}
