import { Constraints, type StringRule } from "../../core/constraints.ts";
import { defaultGroup } from "./arns.ts";

/** A name of a schedule or a group ("CreateSchedule", "CreateScheduleGroup"). */
export const nameRule: StringRule = { min: 1, max: 64, pattern: /^[0-9a-zA-Z\-_.]+$/ };
export const tokenRule: StringRule = { min: 1, max: 64, pattern: /^[a-zA-Z0-9\-_]+$/ };

interface ScheduleNames {
  Name?: string | undefined;
  GroupName?: string | undefined;
  ClientToken?: string | undefined;
}

/** The names in a call about one schedule. @throws AwsError ValidationException */
export function namesIn({ Name, GroupName, ClientToken }: ScheduleNames): { name: string; groupName: string } {
  new Constraints()
    .text("name", Name, { ...nameRule, required: true })
    .text("groupName", GroupName, nameRule)
    .text("clientToken", ClientToken, tokenRule)
    .check();
  return { name: Name!, groupName: GroupName ?? defaultGroup };
}
