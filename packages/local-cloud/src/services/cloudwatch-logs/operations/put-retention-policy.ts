import type { PutRetentionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { streamArn } from "../arns.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { constraint, groupName, required } from "../validate.ts";

const allowedDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export function putRetentionPolicy(state: CloudWatchLogsState): Operation<Wire<PutRetentionPolicyRequest>, object> {
  return (input, { account, authorize }) => {
    const name = groupName(input.logGroupName);
    const retentionInDays = required(input.retentionInDays, "retentionInDays");
    authorize({ action: "logs:PutRetentionPolicy", resource: streamArn(account, name) });
    if (!allowedDays.includes(retentionInDays)) {
      throw constraint(
        retentionInDays,
        "retentionInDays",
        `Member must satisfy enum value set: [${allowedDays.join(", ")}]`,
      );
    }
    state.groups.set(name, { ...state.group(name), retentionInDays });
    return {};
  };
}
