import type { PutPermissionRequest } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../../core/aws-error.ts";
import { Constraints } from "../../../core/constraints.ts";
import type { PolicyDocument, PolicyStatement } from "../../../core/policy.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { busNameOf } from "../arns.ts";
import { readBusPolicy } from "../bus-policy.ts";
import { notEmulated, validationError } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { ownBusName } from "../validation.ts";

/** In characters. */
const maxPolicyLength = 10_240;

/** "PutPermission": adds a statement that lets another account put events on a bus, or sets the bus's whole policy. */
export function putPermission(bridge: EventBridge): Operation<Wire<PutPermissionRequest>, object> {
  return (input, context) => {
    check(input);
    const busName = busNameOf(input.EventBusName);
    const arn = bridge.arnOf(busName);
    context.authorize({ action: "events:PutPermission", resource: arn });
    const bus = bridge.state.bus(busName);
    const policy =
      input.Policy === undefined
        ? withStatement(bus.policy, statementFrom(input, arn))
        : readBusPolicy(bridge.account, input.Policy, arn);
    if (JSON.stringify(policy).length > maxPolicyLength) {
      throw new AwsError(
        "PolicyLengthExceededException",
        `The policy of event bus ${busName} is longer than ${maxPolicyLength} characters.`,
      );
    }
    bridge.setPolicy(bus, policy);
    return {};
  };
}

function check(input: Wire<PutPermissionRequest>): void {
  new Constraints()
    .text("eventBusName", input.EventBusName, ownBusName)
    .text("action", input.Action, { min: 1, max: 64, pattern: "events:[a-zA-Z]+" })
    .text("principal", input.Principal, { min: 1, max: 12, pattern: "(\\d{12}|\\*)" })
    .text("statementId", input.StatementId, { min: 1, max: 64, pattern: "[a-zA-Z0-9-_]+" })
    .check();
  const statementMembers = [input.Action, input.Principal, input.StatementId, input.Condition];
  if (input.Policy !== undefined) {
    if (statementMembers.some((member) => member !== undefined)) {
      throw validationError("Only one of Policy, or Action, Principal, StatementId and Condition must be provided.");
    }
    return;
  }
  const missing = (["Action", "Principal", "StatementId"] as const).filter((member) => input[member] === undefined);
  if (missing.length > 0) throw validationError(`Parameter(s) ${missing.join(", ")} must be specified.`);
  if (input.Condition) throw notEmulated("organizations", "Remove Condition, or set the whole Policy of the bus.");
}

function statementFrom(
  { StatementId, Principal, Action }: Wire<PutPermissionRequest>,
  Resource: string,
): PolicyStatement {
  return {
    Sid: StatementId!,
    Effect: "Allow",
    Principal: Principal === "*" ? "*" : { AWS: `arn:aws:iam::${Principal}:root` },
    Action: Action!,
    Resource,
  };
}

/** A statement replaces one with the same id. */
function withStatement(policy: PolicyDocument | undefined, statement: PolicyStatement): PolicyDocument {
  const others = (policy?.Statement ?? []).filter(({ Sid }) => Sid !== statement.Sid);
  return { Version: "2012-10-17", ...policy, Statement: [...others, statement] };
}
