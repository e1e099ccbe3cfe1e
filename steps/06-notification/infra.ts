import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../infra/components/context.ts";
import { RuleToFunction } from "../../infra/components/rule-to-function.ts";
import { ServiceFunction } from "../../infra/components/service-function.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";
import type { BookingStep } from "../02-booking/infra.ts";

/** Step 6: two services consume one event. Notification informs the customer, Booking marks the booking as ticketed. */
export default function notification({ bus, bookingTable }: EventBusStep & BookingStep, context: Context) {
  const topic = new aws.sns.Topic("notifications", { name: context.name("CustomerNotifications") });
  const { inbox, outputs } = createInbox(topic, context);

  const notificationTable = new aws.dynamodb.Table("notification-table", {
    name: context.name("NotificationTable"),
    billingMode: "PAY_PER_REQUEST",
    hashKey: "bookingId",
    rangeKey: "notificationId",
    attributes: [
      { name: "bookingId", type: "S" },
      { name: "notificationId", type: "S" },
    ],
  });

  const notificationSend = new ServiceFunction("notification-send", {
    context,
    handler: "services/notification/send/send.ts",
    environment: { TABLE_NAME: notificationTable.name, TOPIC_ARN: topic.arn },
    allow: [
      { Action: "dynamodb:PutItem", Resource: notificationTable.arn },
      { Action: "sns:Publish", Resource: topic.arn },
    ],
  });

  const bookingTrack = new ServiceFunction("booking-track", {
    context,
    handler: "services/booking/track/track.ts",
    environment: { TABLE_NAME: bookingTable.name },
    allow: [{ Action: "dynamodb:UpdateItem", Resource: bookingTable.arn }],
  });

  new RuleToFunction("ticket-issued", {
    context,
    bus,
    source: "aircraft.ticket",
    detailType: "TicketIssued",
    to: [
      notificationSend,
      //#region 6.3 Send TicketIssued to Booking too
      bookingTrack,
      //#endregion
    ],
  });

  return {
    notificationTable,
    notificationSend,
    bookingTrack,
    topic,
    inbox,
    outputs: { ...outputs, notificationTable: notificationTable.name, notificationTopicArn: topic.arn },
  };
}

/** Subscribes a queue as the customer's inbox, and the stack's e-mail address if it has one. */
function createInbox(topic: aws.sns.Topic, context: Context) {
  const inbox = new aws.sqs.Queue("inbox", { name: context.name("CustomerInbox") });

  const inboxPolicy = new aws.sqs.QueuePolicy("inbox-policy", {
    queueUrl: inbox.url,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        //#region 6.2 Let only this topic send to the inbox
        {
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: inbox.arn,
          Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },
        },
        //#endregion
      ],
    }),
  });

  //#region 6.1 Subscribe the inbox to the topic
  new aws.sns.TopicSubscription(
    "inbox-subscription",
    { topic: topic.arn, protocol: "sqs", endpoint: inbox.arn, rawMessageDelivery: true },
    { dependsOn: [inboxPolicy] },
  );
  //#endregion

  if (context.settings.notificationEmail) {
    new aws.sns.TopicSubscription("email-subscription", {
      topic: topic.arn,
      protocol: "email",
      endpoint: context.settings.notificationEmail,
    });
  }
  return { inbox, outputs: { inboxUrl: inbox.url } };
}

export type NotificationStep = ReturnType<typeof notification>;
