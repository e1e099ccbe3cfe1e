import type { PropertyMap } from "../../property-values/values.ts";
import { accountArn, bus, policy, queue, queueArn } from "./prerequisites.ts";
import type { ResourceCase } from "./resource-case.ts";

/** The stream of a table that is created at the start of virtual time. */
const stream = accountArn("dynamodb", "table/BookingTable/stream/2026-01-01T12:00:00.000");

const table: [string, PropertyMap] = [
  "aws:dynamodb/table:Table",
  {
    name: "BookingTable",
    hashKey: "bookingId",
    attributes: [{ name: "bookingId", type: "S" }],
    billingMode: "PAY_PER_REQUEST",
    streamEnabled: true,
    streamViewType: "NEW_AND_OLD_IMAGES",
  },
];
const role: [string, PropertyMap] = [
  "aws:iam/role:Role",
  {
    name: "outbox",
    assumeRolePolicy: policy({
      Effect: "Allow",
      Principal: { Service: "pipes.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
  },
];
const rolePolicy: [string, PropertyMap] = [
  "aws:iam/rolePolicy:RolePolicy",
  {
    name: "outbox",
    role: "outbox",
    policy: policy({ Effect: "Allow", Action: ["dynamodb:*", "sqs:SendMessage"], Resource: [stream, queueArn] }),
  },
];
const pipe = {
  name: "outbox",
  roleArn: "arn:aws:iam::000000000000:role/outbox",
  source: stream,
  target: accountArn("events", "event-bus/AircraftBookingBus"),
};

export const pipesCases: Record<string, ResourceCase> = {
  "aws:pipes/pipe:Pipe": {
    needs: [table, bus, queue, role, rolePolicy],
    inputs: {
      ...pipe,
      sourceParameters: {
        filterCriteria: { filters: [{ pattern: '{"eventName":["INSERT"]}' }] },
        dynamodbStreamParameters: {
          startingPosition: "TRIM_HORIZON",
          batchSize: 5,
          maximumRetryAttempts: 3,
          onPartialBatchItemFailure: "AUTOMATIC_BISECT",
          deadLetterConfig: { arn: queueArn },
        },
      },
      targetParameters: {
        eventbridgeEventBusParameters: { source: "aircraft.booking", detailType: "$.dynamodb.NewImage.event.M.type.S" },
        inputTemplate: "<$.dynamodb.NewImage.event.M.detail.S>",
      },
      tags: { step: "14" },
    },
    changed: {
      ...pipe,
      description: "Booking's events",
      desiredState: "STOPPED",
      sourceParameters: { dynamodbStreamParameters: { startingPosition: "TRIM_HORIZON", maximumRetryAttempts: 5 } },
      targetParameters: { eventbridgeEventBusParameters: { source: "aircraft.booking" } },
      tags: { team: "booking" },
    },
    outputs: {
      arn: accountArn("pipes", "pipe/outbox"),
      description: "Managed by Pulumi",
      desiredState: "RUNNING",
      tagsAll: { step: "14" },
      region: "us-east-1",
    },
  },
};
