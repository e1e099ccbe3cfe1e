import { accountArn, bus, policy, queue, queueArn, rule } from "./prerequisites.ts";
import type { ResourceCase } from "./resource-case.ts";

export const eventbridgeCases: Record<string, ResourceCase> = {
  "aws:cloudwatch/eventBus:EventBus": {
    inputs: { name: "AircraftBookingBus", description: "Bookings", tags: { step: "1" } },
    changed: { name: "AircraftBookingBus", description: "All bookings", tags: { step: "2", team: "booking" } },
    outputs: { arn: accountArn("events", "event-bus/AircraftBookingBus"), tagsAll: { step: "1" }, region: "us-east-1" },
  },
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": {
    needs: [bus],
    inputs: {
      eventBusName: "AircraftBookingBus",
      policy: policy({
        Sid: "deny",
        Effect: "Deny",
        Principal: "*",
        Action: "events:PutEvents",
        Resource: accountArn("events", "event-bus/AircraftBookingBus"),
      }),
    },
    outputs: {},
  },
  "aws:cloudwatch/eventPermission:EventPermission": {
    needs: [bus],
    inputs: { statementId: "partner", principal: "111111111111", eventBusName: "AircraftBookingBus" },
    changed: { statementId: "partner", principal: "222222222222", eventBusName: "AircraftBookingBus" },
    outputs: { action: "events:PutEvents" },
  },
  "aws:cloudwatch/eventRule:EventRule": {
    needs: [bus],
    inputs: { ...rule[1], tags: { step: "3" } },
    changed: { ...rule[1], eventPattern: '{"source":["aircraft.payment"]}', state: "DISABLED" },
    outputs: {
      arn: accountArn("events", "rule/AircraftBookingBus/BookingCreatedRule"),
      state: "ENABLED",
      isEnabled: true,
    },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    needs: [bus, rule, queue],
    inputs: {
      rule: "BookingCreatedRule",
      eventBusName: "AircraftBookingBus",
      targetId: "queue",
      arn: queueArn,
      retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
    },
    changed: {
      rule: "BookingCreatedRule",
      eventBusName: "AircraftBookingBus",
      targetId: "queue",
      arn: queueArn,
      retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      deadLetterConfig: { arn: queueArn },
      inputTransformer: { inputPaths: { id: "$.detail.bookingId" }, inputTemplate: '{"id":<id>}' },
    },
    outputs: {},
    importId: "AircraftBookingBus/BookingCreatedRule/queue",
  },
  "aws:cloudwatch/eventArchive:EventArchive": {
    needs: [bus],
    inputs: {
      name: "day",
      eventSourceArn: accountArn("events", "event-bus/AircraftBookingBus"),
      retentionDays: 7,
      eventPattern: '{"source":["aircraft.booking"]}',
    },
    changed: {
      name: "day",
      eventSourceArn: accountArn("events", "event-bus/AircraftBookingBus"),
      retentionDays: 14,
      eventPattern: '{"source":["aircraft.payment"]}',
    },
    outputs: { arn: accountArn("events", "archive/day") },
  },
};
