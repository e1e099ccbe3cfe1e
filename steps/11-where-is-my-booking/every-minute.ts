import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../infra/components/context.ts";
import type { ServiceFunction } from "../../infra/components/service-function.ts";

/** Invokes a function every minute (EventBridge Scheduler), with the id of the execution. */
export function everyMinute(name: string, { context, to }: { context: Context; to: ServiceFunction }): void {
  const role = new aws.iam.Role(`${name}-role`, {
    name: context.name(name),
    assumeRolePolicy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  const policy = new aws.iam.RolePolicy(`${name}-policy`, {
    role: role.name,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: to.function.arn }],
    }),
  });
  new aws.scheduler.Schedule(
    name,
    {
      name: context.name(name),
      scheduleExpression: "rate(1 minute)",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: to.function.arn,
        roleArn: role.arn,
        input: JSON.stringify({ executionId: "<aws.scheduler.execution-id>" }),
        // The next minute brings the next try.
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    },
    { dependsOn: [policy] },
  );
}
