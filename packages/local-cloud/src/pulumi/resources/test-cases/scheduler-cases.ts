import { expect } from "vitest";
import { accountArn, queue, queueArn, schedulerRole } from "./prerequisites.ts";
import type { ResourceCase } from "./resource-case.ts";

const roleArn = "arn:aws:iam::000000000000:role/scheduler";

export const schedulerCases: Record<string, ResourceCase> = {
  "aws:scheduler/schedule:Schedule": {
    needs: [queue, schedulerRole],
    inputs: {
      name: "tick",
      scheduleExpression: "rate(1 minute)",
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: queueArn, roleArn, input: "tick", retryPolicy: { maximumRetryAttempts: 0 } },
    },
    changed: {
      name: "tick",
      description: "Every Monday",
      scheduleExpression: "cron(0 9 ? * MON *)",
      scheduleExpressionTimezone: "Europe/Berlin",
      state: "DISABLED",
      startDate: "2026-02-01T00:00:00Z",
      endDate: "2027-02-01T00:00:00Z",
      flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 15 },
      target: {
        arn: accountArn("events", "event-bus/default"),
        roleArn,
        input: "{}",
        deadLetterConfig: { arn: queueArn },
        eventbridgeParameters: { source: "shop", detailType: "Monday" },
        retryPolicy: { maximumEventAgeInSeconds: 60 },
      },
    },
    outputs: {
      arn: accountArn("scheduler", "schedule/default/tick"),
      groupName: "default",
      state: "ENABLED",
      scheduleExpressionTimezone: "UTC",
      actionAfterCompletion: "NONE",
    },
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": {
    inputs: { name: "bookings", tags: { step: "11" } },
    changed: { name: "bookings", tags: { step: "12" } },
    outputs: {
      arn: accountArn("scheduler", "schedule-group/bookings"),
      state: "ACTIVE",
      creationDate: expect.stringMatching(/^2026-01-01T12:00:00Z$/),
    },
  },
};
