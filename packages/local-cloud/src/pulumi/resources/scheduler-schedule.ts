import type { CreateScheduleInput, GetScheduleOutput, Target } from "@aws-sdk/client-scheduler";
import type { Wire } from "../../core/service.ts";
import type { CheckFailure } from "../contract/check-failure.ts";
import type { Live, ResourceType } from "../contract/resource-type.ts";
import { number, object, string } from "../contract/schema.ts";
import { type PropertyMap, type PropertyValue, unknown } from "../property-values/values.ts";
import { schedulerName, seconds, timeText } from "./scheduler-values.ts";

/** "default" is the group of a schedule that names none. */
const defaultGroup = "default";

export const schedulerSchedule: ResourceType = {
  token: "aws:scheduler/schedule:Schedule",
  title: "EventBridge Scheduler Schedule",
  inputs: {
    name: string(schedulerName),
    groupName: string({ replace: true, computed: true }),
    scheduleExpression: string({ required: true, max: 256 }),
    scheduleExpressionTimezone: string({ max: 50, default: "UTC" }),
    description: string({ max: 512 }),
    startDate: string(),
    endDate: string(),
    state: string({ oneOf: ["ENABLED", "DISABLED"], default: "ENABLED" }),
    actionAfterCompletion: string({ oneOf: ["NONE", "DELETE"], computed: true }),
    flexibleTimeWindow: object(
      {
        mode: string({ required: true, oneOf: ["OFF", "FLEXIBLE"] }),
        maximumWindowInMinutes: number({ min: 1, max: 1440 }),
      },
      { required: true },
    ),
    target: object(
      {
        arn: string({ required: true }),
        roleArn: string({ required: true }),
        input: string(),
        deadLetterConfig: object({ arn: string({ required: true }) }),
        eventbridgeParameters: object({
          detailType: string({ required: true, max: 128 }),
          source: string({ required: true, max: 256 }),
        }),
        // AWS's own provider fills in what the block leaves out, and takes a missing block as no change.
        retryPolicy: object(
          {
            maximumEventAgeInSeconds: number({ min: 60, max: 86_400, default: 86_400 }),
            maximumRetryAttempts: number({ min: 0, max: 185, default: 185 }),
          },
          { computed: true },
        ),
        sqsParameters: object({ messageGroupId: string({ max: 128 }) }),
      },
      { required: true },
    ),
  },
  outputs: ["arn", "region"],
  idOf: ({ name, groupName }) => `${groupName ?? defaultGroup}/${name}`,
  validate: ({ startDate, endDate }) => [...dateFailures("startDate", startDate), ...dateFailures("endDate", endDate)],

  async create(inputs, cloud) {
    const { ScheduleArn } = await cloud.call<{ ScheduleArn: string }>("scheduler", "CreateSchedule", inputOf(inputs));
    return ScheduleArn.slice(ScheduleArn.indexOf("/") + 1);
  },

  async read(id, cloud) {
    const schedule = await cloud.find<Wire<GetScheduleOutput>>("scheduler", "GetSchedule", partsOf(id));
    return schedule && liveOf(schedule);
  },

  async update(id, news, cloud) {
    await cloud.call("scheduler", "UpdateSchedule", { ...inputOf(news), ...partsOf(id) });
  },

  async delete(id, cloud) {
    await cloud.find("scheduler", "DeleteSchedule", partsOf(id));
  },
};

/** From group/name. */
function partsOf(id: string): { GroupName: string; Name: string } {
  const slash = id.indexOf("/");
  return { GroupName: id.slice(0, slash), Name: id.slice(slash + 1) };
}

function dateFailures(property: string, value: PropertyValue | undefined): CheckFailure[] {
  const isTime = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text));
  if (typeof value !== "string" || value === unknown || isTime(value)) return [];
  return [{ property, reason: `expected a time such as 2026-01-31T12:00:00Z, got ${JSON.stringify(value)}` }];
}

interface Inputs {
  name: string;
  groupName?: string;
  scheduleExpression: string;
  scheduleExpressionTimezone: string;
  description?: string;
  state: "ENABLED" | "DISABLED";
  actionAfterCompletion?: "NONE" | "DELETE";
  flexibleTimeWindow: { mode: "OFF" | "FLEXIBLE"; maximumWindowInMinutes?: number };
  target: {
    arn: string;
    roleArn: string;
    input?: string;
    deadLetterConfig?: { arn: string };
    eventbridgeParameters?: { detailType: string; source: string };
    retryPolicy?: { maximumEventAgeInSeconds: number; maximumRetryAttempts: number };
    sqsParameters?: { messageGroupId?: string };
  };
}

function inputOf(properties: PropertyMap): Wire<CreateScheduleInput> {
  const inputs = properties as unknown as Inputs;
  return {
    Name: inputs.name,
    GroupName: inputs.groupName,
    ScheduleExpression: inputs.scheduleExpression,
    ScheduleExpressionTimezone: inputs.scheduleExpressionTimezone,
    Description: inputs.description,
    StartDate: seconds(properties.startDate),
    EndDate: seconds(properties.endDate),
    State: inputs.state,
    ActionAfterCompletion: inputs.actionAfterCompletion,
    FlexibleTimeWindow: {
      Mode: inputs.flexibleTimeWindow.mode,
      MaximumWindowInMinutes: inputs.flexibleTimeWindow.maximumWindowInMinutes,
    },
    Target: targetOf(inputs.target),
  };
}

function targetOf(target: Inputs["target"]): Target {
  const { deadLetterConfig, eventbridgeParameters, retryPolicy, sqsParameters } = target;
  return {
    Arn: target.arn,
    RoleArn: target.roleArn,
    Input: target.input,
    ...(deadLetterConfig && { DeadLetterConfig: { Arn: deadLetterConfig.arn } }),
    ...(eventbridgeParameters && {
      EventBridgeParameters: { DetailType: eventbridgeParameters.detailType, Source: eventbridgeParameters.source },
    }),
    ...(retryPolicy && {
      RetryPolicy: {
        MaximumEventAgeInSeconds: retryPolicy.maximumEventAgeInSeconds,
        MaximumRetryAttempts: retryPolicy.maximumRetryAttempts,
      },
    }),
    ...(sqsParameters && { SqsParameters: { MessageGroupId: sqsParameters.messageGroupId } }),
  };
}

function liveOf(schedule: Wire<GetScheduleOutput>): Live {
  const { Target: target, FlexibleTimeWindow: window } = schedule;
  return {
    name: schedule.Name,
    groupName: schedule.GroupName,
    arn: schedule.Arn,
    scheduleExpression: schedule.ScheduleExpression,
    scheduleExpressionTimezone: schedule.ScheduleExpressionTimezone,
    description: schedule.Description,
    startDate: timeText(schedule.StartDate),
    endDate: timeText(schedule.EndDate),
    state: schedule.State,
    actionAfterCompletion: schedule.ActionAfterCompletion,
    flexibleTimeWindow: { mode: window?.Mode, maximumWindowInMinutes: window?.MaximumWindowInMinutes },
    target: {
      arn: target?.Arn,
      roleArn: target?.RoleArn,
      input: target?.Input,
      deadLetterConfig: { arn: target?.DeadLetterConfig?.Arn },
      eventbridgeParameters: {
        detailType: target?.EventBridgeParameters?.DetailType,
        source: target?.EventBridgeParameters?.Source,
      },
      retryPolicy: {
        maximumEventAgeInSeconds: target?.RetryPolicy?.MaximumEventAgeInSeconds,
        maximumRetryAttempts: target?.RetryPolicy?.MaximumRetryAttempts,
      },
      sqsParameters: { messageGroupId: target?.SqsParameters?.MessageGroupId },
    },
  };
}
