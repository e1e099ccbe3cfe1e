import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Changes, Context } from "../../infra/components/context.ts";
import { FailureQueue } from "../../infra/components/failure-queue.ts";
import { bookingCancelled, bookingCreated, bookingExpired } from "../../services/booking/publishes.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";
import type { BookingStep } from "../02-booking/infra.ts";
import { newEvents } from "./new-events.ts";

/** Booking's handlers that only write. They may not publish any more. */
const outbox: Record<string, string> = {
  "booking-api": "services/booking/api/api-outbox.ts",
  "booking-cancel": "services/booking/cancel/cancel-outbox.ts",
  "booking-expire": "services/booking/expire/expire-outbox.ts",
};

export const changes: Changes = {
  functionArgs(name, { allow }) {
    const handler = outbox[name];
    if (!handler) return {};
    //#region 14.4 Let Booking's handlers write, and no longer publish
    //- return {};
    return { handler, publishes: [], allow: allow.filter(({ Action }) => Action !== "events:PutEvents") };
    //#endregion
  },
  table: (name) =>
    //#region 14.1 Turn on the stream of the booking table
    //- ({}),
    name === "booking-table" ? { streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES" } : {},
  //#endregion
};

const published = [bookingCreated, bookingCancelled, bookingExpired];

/** Step 14: the write is the event. A pipe reads the booking table's stream and puts each new event on the bus. */
export default function outboxStep({ bus, bookingTable }: EventBusStep & BookingStep, context: Context) {
  const unread = new FailureQueue("booking-outbox-failed", { context });
  const role = new aws.iam.Role("booking-outbox-role", {
    name: context.name("booking-outbox"),
    assumeRolePolicy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "pipes.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  const policy = new aws.iam.RolePolicy("booking-outbox-policy", {
    role: role.name,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
          Resource: bookingTable.streamArn,
        },
        { Effect: "Allow", Action: "dynamodb:ListStreams", Resource: "*" },
        {
          Effect: "Allow",
          Action: "events:PutEvents",
          Resource: bus.arn,
          Condition: {
            StringEquals: {
              "events:source": "aircraft.booking",
              "events:detail-type": published.map(({ name }) => name),
            },
          },
        },
        { Effect: "Allow", Action: "sqs:SendMessage", Resource: unread.queue.arn },
      ],
    }),
  });
  context.publisherRoles.push(role.arn);

  new aws.pipes.Pipe(
    "booking-outbox",
    {
      name: context.name("booking-outbox"),
      roleArn: role.arn,
      source: bookingTable.streamArn,
      sourceParameters: {
        dynamodbStreamParameters: {
          startingPosition: "TRIM_HORIZON",
          batchSize: 10,
          // Records wait in order: a record that cannot be published holds up all later ones, for an hour at most.
          maximumRecordAgeInSeconds: 3600,
          deadLetterConfig: { arn: unread.queue.arn },
          onPartialBatchItemFailure: "AUTOMATIC_BISECT",
        },
        filterCriteria: { filters: newEvents(published).map((pattern) => ({ pattern })) },
      },
      target: bus.arn,
      targetParameters: {
        //#region 14.3 Put the stored event on the bus
        //- eventbridgeEventBusParameters: { source: "aircraft.booking", detailType: "BookingCreated" },
        inputTemplate: "<$.dynamodb.NewImage.event.M.detail.S>",
        eventbridgeEventBusParameters: {
          source: "aircraft.booking",
          detailType: "$.dynamodb.NewImage.event.M.detailType.S",
        },
        //#endregion
      },
    },
    { dependsOn: [policy] },
  );
  return {};
}
