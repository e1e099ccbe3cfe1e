import type { CreateScheduleInput } from "@aws-sdk/client-scheduler";
import type { Account } from "../../core/account.ts";
import { AwsError } from "../../core/aws-error.ts";
import { Constraints } from "../../core/constraints.ts";
import type { CallContext, Wire } from "../../core/service.ts";
import { scheduleArn } from "./arns.ts";
import { notEmulated, validationError } from "./errors.ts";
import { isOneTime, parseExpression } from "./expressions/expression.ts";
import { isTimeZone } from "./expressions/time-zone.ts";
import { withDefaults } from "./invocations/retry-policy.ts";
import { assumeRole, schedulerService } from "./invocations/role.ts";
import { namesIn } from "./names.ts";
import type { StoredSchedule } from "./stored.ts";
import { checkTarget, constrainTarget } from "./target-checks.ts";

/** CreateSchedule and UpdateSchedule take the same members: an update sets what it leaves out to its default. */
export type ScheduleInput = Wire<CreateScheduleInput>;

/** A schedule's part that comes from the input. */
export type ScheduleSettings = Omit<StoredSchedule, "id" | "createdAt" | "modifiedAt" | "countedFrom">;

/** How far back a start may be. Not in the API reference; it is in AWS's error message. */
const startGraceMs = 5 * 60_000;

/** @throws AwsError ValidationException for what the API reference, the user guide or the local cloud does not allow */
export function settingsIn(account: Account, input: ScheduleInput): ScheduleSettings {
  const { name, groupName } = namesIn(input);
  checkConstraints(input);
  if (input.KmsKeyArn) throw notEmulated("customer managed keys", "Leave KmsKeyArn out.");
  const { ScheduleExpression: expression, ScheduleExpressionTimezone: timezone = "UTC" } = input;
  parseExpression(expression!);
  if (!isTimeZone(timezone))
    throw validationError(`Invalid ScheduleExpressionTimezone ${timezone}: it is no time zone of the IANA database.`);
  checkTarget(input.Target!);
  const { RetryPolicy, ...target } = input.Target!;
  return {
    name,
    groupName,
    arn: scheduleArn(account, groupName, name),
    description: input.Description,
    expression: expression!,
    timezone,
    ...datesIn(account, input),
    state: input.State ?? "ENABLED",
    target: { ...target, RetryPolicy: withDefaults(RetryPolicy) },
    windowMinutes: windowIn(input),
    actionAfterCompletion: input.ActionAfterCompletion ?? "NONE",
    clientToken: input.ClientToken,
  };
}

function checkConstraints(input: ScheduleInput): void {
  const { FlexibleTimeWindow, Target } = input;
  const constraints = new Constraints()
    .text("scheduleExpression", input.ScheduleExpression, { required: true, min: 1, max: 256 })
    .text("scheduleExpressionTimezone", input.ScheduleExpressionTimezone, { min: 1, max: 50 })
    .text("description", input.Description, { max: 512 })
    .text("state", input.State, { oneOf: ["ENABLED", "DISABLED"] })
    .text("actionAfterCompletion", input.ActionAfterCompletion, { oneOf: ["NONE", "DELETE"] })
    .number("startDate", input.StartDate, {})
    .number("endDate", input.EndDate, {})
    .text("flexibleTimeWindow.mode", FlexibleTimeWindow?.Mode, { required: true, oneOf: ["OFF", "FLEXIBLE"] })
    .number("flexibleTimeWindow.maximumWindowInMinutes", FlexibleTimeWindow?.MaximumWindowInMinutes, {
      min: 1,
      max: 1440,
    });
  constrainTarget(constraints, Target ?? ({} as ScheduleInput["Target"] & object));
  constraints.check();
}

/** "Configuring flexible time windows in EventBridge Scheduler": FLEXIBLE needs a window, OFF has none. */
function windowIn({ FlexibleTimeWindow }: ScheduleInput): number | undefined {
  const { Mode, MaximumWindowInMinutes } = FlexibleTimeWindow!;
  if (Mode === "FLEXIBLE" && MaximumWindowInMinutes === undefined)
    throw validationError("FlexibleTimeWindow with Mode FLEXIBLE needs MaximumWindowInMinutes.");
  if (Mode === "OFF" && MaximumWindowInMinutes !== undefined)
    throw validationError("FlexibleTimeWindow with Mode OFF must not have MaximumWindowInMinutes.");
  return MaximumWindowInMinutes;
}

/** Dates travel as seconds. A one-time schedule ignores them. */
function datesIn(account: Account, input: ScheduleInput): Pick<StoredSchedule, "startAt" | "endAt"> {
  const startAt = input.StartDate && input.StartDate * 1000;
  const endAt = input.EndDate && input.EndDate * 1000;
  if (!isOneTime(input.ScheduleExpression!)) {
    if (startAt !== undefined && startAt < account.clock.now() - startGraceMs)
      throw validationError("The StartDate you specify cannot be earlier than 5 minutes ago.");
    if (startAt !== undefined && endAt !== undefined && endAt <= startAt)
      throw validationError("The StartDate you specify must come before the EndDate.");
  }
  return { startAt, endAt };
}

/** Checks that the caller may pass the execution role, and that Scheduler may assume it ("Setting up the execution role"). */
export async function checkExecutionRole(context: CallContext, settings: ScheduleSettings): Promise<void> {
  const roleArn = settings.target.RoleArn!;
  context.authorize({
    action: "iam:PassRole",
    resource: roleArn,
    conditions: { "iam:PassedToService": schedulerService, "iam:AssociatedResourceArn": settings.arn },
  });
  try {
    await assumeRole(context.account, { roleArn, groupName: settings.groupName, scheduleArn: settings.arn });
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error;
    throw validationError("The execution role you provide must allow AWS EventBridge Scheduler to assume the role.");
  }
}
