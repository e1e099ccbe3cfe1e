import type { ListReplaysRequest, ListReplaysResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../core/service.ts";
import { replayArn } from "../arns.ts";
import { validationError } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { checkPage, page } from "../paging.ts";
import { Constraints, namePattern } from "../validation.ts";

const states = ["STARTING", "RUNNING", "CANCELLING", "COMPLETED", "CANCELLED", "FAILED"] as const;

/** "ListReplays". */
export function listReplays(bridge: EventBridge): Operation<Wire<ListReplaysRequest>, Wire<ListReplaysResponse>> {
  return (input, context) => {
    check(input);
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

function check(input: Wire<ListReplaysRequest>): void {
  new Constraints()
    .text("namePrefix", input.NamePrefix, { min: 1, max: 64, pattern: namePattern })
    .text("eventSourceArn", input.EventSourceArn, { min: 1, max: 1600 })
    .text("state", input.State, { oneOf: states })
    .check();
  checkPage(input);
  const filters = [input.NamePrefix, input.EventSourceArn, input.State].filter((one) => one !== undefined);
  if (filters.length > 1) {
    throw validationError(
      "At most one filter is allowed for ListReplays. Use either : State, EventSourceArn, or NamePrefix.",
    );
  }
}
