import type { ListEventBusesRequest, ListEventBusesResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { checkPage, page } from "../paging.ts";
import type { StoredBus } from "../stored.ts";

/** "ListEventBuses". */
export function listEventBuses(
  bridge: EventBridge,
): Operation<Wire<ListEventBusesRequest>, Wire<ListEventBusesResponse>> {
  return (input, context) => {
    new Constraints().text("namePrefix", input.NamePrefix, { min: 1, max: 256 }).check();
    checkPage(input);
    context.authorize({ action: "events:ListEventBuses", resource: "*" });
    const buses = [...bridge.state.buses.values()].filter(({ name }) => name.startsWith(input.NamePrefix ?? ""));
    const { items, ...next } = page(buses, ({ name }) => name, input);
    return { EventBuses: items.map((bus) => summary(bridge, bus)), ...next };
  };
}

function summary(bridge: EventBridge, { name, description, policy, createdAt, modifiedAt }: StoredBus) {
  return {
    Name: name,
    Arn: bridge.arnOf(name),
    ...(description !== undefined && { Description: description }),
    ...(policy && { Policy: JSON.stringify(policy) }),
    CreationTime: createdAt / 1000,
    LastModifiedTime: modifiedAt / 1000,
  };
}
