import { expect } from "vitest";
import { accountArn, group, policy } from "./prerequisites.ts";
import type { ResourceCase } from "./resource-case.ts";

export const cloudwatchCases: Record<string, ResourceCase> = {
  "aws:cloudwatch/logGroup:LogGroup": {
    inputs: { name: "/aws/events/all", retentionInDays: 7, tags: { step: "1" } },
    changed: { name: "/aws/events/all" },
    outputs: { arn: accountArn("logs", "log-group:/aws/events/all"), logGroupClass: "STANDARD" },
  },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {
    needs: [group],
    inputs: {
      resourceArn: accountArn("logs", "log-group:/aws/events/all"),
      policyDocument: policy({
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "logs:PutLogEvents",
        Resource: "*",
      }),
    },
    changed: {
      resourceArn: accountArn("logs", "log-group:/aws/events/all"),
      policyDocument: policy({
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "*",
      }),
    },
    outputs: { policyScope: "RESOURCE", revisionId: expect.any(String) },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    inputs: {
      name: "dead letters",
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 1,
      metricName: "ApproximateNumberOfMessagesVisible",
      namespace: "AWS/SQS",
      period: 60,
      statistic: "Maximum",
      threshold: 0,
      dimensions: { QueueName: "dead-letters" },
    },
    changed: {
      name: "dead letters",
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 1,
      threshold: 0,
      treatMissingData: "notBreaching",
      metricQueries: [
        { id: "open", expression: "began - ended", label: "Open bookings", returnData: true },
        { id: "began", metric: { metricName: "Began", namespace: "Booking", period: 60, stat: "Sum" } },
        { id: "ended", metric: { metricName: "Ended", namespace: "Booking", period: 60, stat: "Sum" } },
      ],
    },
    outputs: { arn: accountArn("cloudwatch", "alarm:dead letters"), actionsEnabled: true },
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    inputs: { dashboardName: "Bookings", dashboardBody: '{"widgets":[]}' },
    changed: {
      dashboardName: "Bookings",
      dashboardBody: '{"widgets":[{"type":"text","x":0,"y":0,"width":6,"height":3,"properties":{"markdown":"Hi"}}]}',
    },
    outputs: { dashboardArn: "arn:aws:cloudwatch::000000000000:dashboard/Bookings" },
  },
};
