import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Keeps the events that a function accepted but failed on: Lambda sends them to `destination` after the last retry.
 * It sends with the function's own role, and checks its permission when this configuration is created.
 */
export function keepFailedEvents(
  name: string,
  consumer: aws.lambda.Function,
  destination: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): void {
  //#region 8.3 Keep the events that the function failed on
  new aws.lambda.FunctionEventInvokeConfig(
    name,
    {
      functionName: consumer.name,
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3600,
      destinationConfig: { onFailure: { destination } },
    },
    opts,
  );
  //#endregion
}
