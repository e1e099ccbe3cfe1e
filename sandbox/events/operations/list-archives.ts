import type { ListArchivesRequest, ListArchivesResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../core/service.ts";
import { archiveArn, busNameOf } from "../arns.ts";
import { validationError } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { checkPage, page } from "../paging.ts";
import type { StoredArchive } from "../stored.ts";
import { Constraints, namePattern } from "../validation.ts";

const states = ["ENABLED", "DISABLED", "CREATING", "UPDATING", "CREATE_FAILED", "UPDATE_FAILED"] as const;

/** "ListArchives". */
export function listArchives(bridge: EventBridge): Operation<Wire<ListArchivesRequest>, Wire<ListArchivesResponse>> {
  return (input, context) => {
    check(input);
    context.authorize({ action: "events:ListArchives", resource: archiveArn(bridge.account, "*") });
    if (input.EventSourceArn !== undefined) bridge.state.bus(busNameOf(input.EventSourceArn));
    const archives = [...bridge.state.archives.values()].filter((archive) => isWanted(archive, input));
    const { items, ...next } = page(archives, ({ name }) => name, input);
    return { Archives: items.map((archive) => bridge.archives.summary(archive)), ...next };
  };
}

function check(input: Wire<ListArchivesRequest>): void {
  new Constraints()
    .text("namePrefix", input.NamePrefix, { min: 1, max: 48, pattern: namePattern })
    .text("eventSourceArn", input.EventSourceArn, { min: 1, max: 1600 })
    .text("state", input.State, { oneOf: states })
    .check();
  checkPage(input);
  const filters = [input.NamePrefix, input.EventSourceArn, input.State].filter((one) => one !== undefined);
  if (filters.length > 1) {
    throw validationError(
      "At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix.",
    );
  }
}

/** Every archive here is enabled from the start. */
function isWanted(
  { name, busName }: StoredArchive,
  { NamePrefix = "", EventSourceArn, State = "ENABLED" }: Wire<ListArchivesRequest>,
): boolean {
  if (EventSourceArn !== undefined && busNameOf(EventSourceArn) !== busName) return false;
  return name.startsWith(NamePrefix) && State === "ENABLED";
}
