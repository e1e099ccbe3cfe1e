import type { ListReplaysRequest, ListReplaysResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import { replayArn } from "../arns.ts";
import type { EventBridge } from "../event-bridge.ts";
import { checkFilteredList } from "../list-filters.ts";
import { page } from "../paging.ts";

const states = ["STARTING", "RUNNING", "CANCELLING", "COMPLETED", "CANCELLED", "FAILED"] as const;

/** "ListReplays". */
export function listReplays(bridge: EventBridge): Operation<Wire<ListReplaysRequest>, Wire<ListReplaysResponse>> {
  return (input, context) => {
    checkFilteredList("ListReplays", input, { states, maxNameLength: 64 });
    context.authorize({ action: "events:ListReplays", resource: replayArn(bridge.account, "*") });
    const { NamePrefix = "", State, EventSourceArn } = input;
    const replays = [...bridge.state.replays.values()]
      .filter(({ name }) => name.startsWith(NamePrefix))
      .filter(({ state }) => State === undefined || state === State)
      .filter((replay) => EventSourceArn === undefined || bridge.replays.archiveArnOf(replay) === EventSourceArn);
    const { items, ...next } = page(replays, ({ name }) => name, input);
    return { Replays: items.map((replay) => bridge.replays.summary(replay)), ...next };
  };
}
