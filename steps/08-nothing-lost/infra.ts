import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Changes } from "../../infra/components/context.ts";
import { FailureQueue } from "../../infra/components/failure-queue.ts";
import { watchForLostEvents, watchForLostFailures } from "./silent-loss.ts";

/** Called for the targets and the functions of all steps, later ones included: no step has to think of it. */
export const changes: Changes = {
  /** The target layer: keeps events that EventBridge could not deliver. */
  delivery(name, rule, opts, context) {
    const undelivered = new FailureQueue(`${name}-undelivered`, { context }, { parent: opts.parent });
    const policy = letRuleSend(`${name}-undelivered-policy`, undelivered.queue, rule, opts);
    watchForLostEvents(name, rule, context, opts);
    return {
      //#region 8.1 Retry for an hour, then keep the event
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
      deadLetterConfig: { arn: onceCreated(policy, undelivered.queue.arn) },
      //#endregion
    };
  },

  /** The function layer: keeps events that the function accepted but failed on. A caller that waits sees the failure itself. */
  functionArgs(name, { invocationType, environment, allow, middleware = [] }, context) {
    if (invocationType === "RequestResponse") return {};
    const failed = new FailureQueue(`${name}-failed`, { context });
    watchForLostFailures(name, context);
    return {
      onFailure: failed.queue.arn,
      // A permanent failure goes to the same queue at once. The function sends it, with the same permission as Lambda.
      middleware: [...middleware, "services/park.ts"],
      environment: { ...environment, FAILED_QUEUE_URL: failed.queue.url },
      allow: [...allow, { Action: "sqs:SendMessage", Resource: failed.queue.arn }],
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

/** Step 8: no event is lost. An event that cannot be delivered or handled waits in a queue for a person. */
export default function nothingLost() {
  return {};
}
