import type { ScheduleGroupSummary } from "@aws-sdk/client-scheduler";
import { Constraints } from "../../core/constraints.ts";
import type { CallContext, Wire } from "../../core/service.ts";
import { groupArn } from "./arns.ts";
import { nameRule } from "./names.ts";
import type { StoredGroup } from "./stored.ts";

/**
 * The name and ARN of the group that a call names, after checking that the caller may do `action` on it.
 *
 * @throws AwsError AccessDeniedException, or ValidationException for an invalid name
 */
export function authorizeGroup(
  context: CallContext,
  action: string,
  name: string | undefined,
): { name: string; arn: string } {
  const arn = groupArn(context.account, name ?? "");
  context.authorize({ action, resource: arn });
  new Constraints().text("name", name, { ...nameRule, required: true }).check();
  return { name: name!, arn };
}

/** As "GetScheduleGroup" and "ListScheduleGroups" show it. */
export function describeGroup({ name, arn, createdAt, modifiedAt }: StoredGroup): Wire<ScheduleGroupSummary> {
  return {
    Arn: arn,
    Name: name,
    State: "ACTIVE",
    CreationDate: createdAt / 1000,
    LastModificationDate: modifiedAt / 1000,
  };
}
