import type { RemovePermissionRequest } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { busNameOf } from "../arns.ts";
import { notFound, validationError } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import type { StoredBus } from "../stored.ts";
import { ownBusName } from "../validation.ts";

/** "RemovePermission": removes one statement, or all, from a bus's policy. */
export function removePermission(bridge: EventBridge): Operation<Wire<RemovePermissionRequest>, object> {
  return (input, context) => {
    new Constraints()
      .text("eventBusName", input.EventBusName, ownBusName)
      .text("statementId", input.StatementId, { min: 1, max: 64, pattern: "[a-zA-Z0-9-_]+" })
      .check();
    const busName = busNameOf(input.EventBusName);
    context.authorize({ action: "events:RemovePermission", resource: bridge.arnOf(busName) });
    const bus = bridge.state.bus(busName);
    const policy = input.RemoveAllPermissions ? undefined : without(bus, input.StatementId);
    bridge.setPolicy(bus, policy);
    return {};
  };
}

function without({ policy }: StoredBus, statementId: string | undefined): StoredBus["policy"] {
  if (statementId === undefined)
    throw validationError("Parameter(s) StatementId or RemoveAllPermissions must be specified.");
  const Statement = policy?.Statement.filter(({ Sid }) => Sid !== statementId) ?? [];
  // AWS gives this message for a bus without a policy too.
  if (Statement.length === (policy?.Statement.length ?? 0))
    throw notFound("Statement with the provided id does not exist.");
  return Statement.length === 0 ? undefined : { ...policy, Statement };
}
