import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Changes, Context } from "../../infra/components/context.ts";
import { FailureQueue } from "../../infra/components/failure-queue.ts";
import type { ServiceFunction } from "../../infra/components/service-function.ts";
import type { PaymentStep } from "../03-payment/infra.ts";
import type { SeatAssignmentStep } from "../04-seat-assignment/infra.ts";
import type { TicketStep } from "../05-ticket/infra.ts";
import type { NotificationStep } from "../06-notification/infra.ts";
import type { CompensationStep } from "../07-compensation/infra.ts";

/** The target layer: keeps events that EventBridge could not deliver. Called for each function target, in later steps too. */
export const changes: Changes = {
  delivery(name, rule, opts, context) {
    const undelivered = new FailureQueue(`${name}-undelivered`, { context }, { parent: opts.parent });
    const policy = letRuleSend(`${name}-undelivered-policy`, undelivered.queue, rule, opts);
    return {
      //#region 8.1 Retry for an hour, then keep the event
      retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3600 },
      deadLetterConfig: { arn: onceCreated(policy, undelivered.queue.arn) },
      //#endregion
    };
  },
};

function letRuleSend(
  name: string,
  queue: aws.sqs.Queue,
  rule: aws.cloudwatch.EventRule,
  opts: pulumi.CustomResourceOptions,
): aws.sqs.QueuePolicy {
  const policy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        //#region 8.2 Let only this rule send to its queue
        //- Principal: "*",
        //- Action: "sqs:*",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Condition: { ArnEquals: { "aws:SourceArn": rule.arn } },
        //#endregion
        Resource: queue.arn,
      },
    ],
  });
  return new aws.sqs.QueuePolicy(name, { queueUrl: queue.url, policy }, opts);
}

/** The value, but only after the resource exists: so the target waits for the queue's policy. */
function onceCreated(resource: pulumi.CustomResource, value: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.all([value, resource.id]).apply(([known]) => known);
}

type Made = PaymentStep & SeatAssignmentStep & TicketStep & NotificationStep & CompensationStep;

/** Step 8: no event is lost. An event that cannot be delivered or handled waits in a queue for a person. */
export default function nothingLost(made: Made, context: Context) {
  const { paymentCharge, seatAssign, ticketIssue, notificationSend, bookingTrack, paymentRefund, bookingCancel } = made;
  const consumers = [
    paymentCharge,
    seatAssign,
    ticketIssue,
    notificationSend,
    bookingTrack,
    paymentRefund,
    bookingCancel,
  ];
  for (const consumer of consumers) keepFailedEvents(consumer, context);
  return {};
}

/** The function layer: keeps events that the function accepted but failed on. */
function keepFailedEvents({ name, function: consumer, role }: ServiceFunction, context: Context): void {
  const failed = new FailureQueue(`${name}-failed`, { context });

  // Lambda sends with the function's own role, and checks its permission when the configuration is created.
  const policy = new aws.iam.RolePolicy(`${name}-failed-policy`, {
    role: role.name,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: failed.queue.arn }],
    }),
  });

  //#region 8.3 Keep the events that the function failed on
  new aws.lambda.FunctionEventInvokeConfig(
    `${name}-failed-config`,
    {
      functionName: consumer.name,
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3600,
      destinationConfig: { onFailure: { destination: failed.queue.arn } },
    },
    { dependsOn: [policy] },
  );
  //#endregion
}
