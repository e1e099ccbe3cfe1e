import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import { environment } from "./environment.ts";
import { PermanentFailure } from "./events/permanent-failure.ts";

const sqs = new SQSClient({});

/**
 * Wraps a handler from step 8 on: an event that can never be handled goes to the function's failure queue at once,
 * with the reason. Other errors stay errors, and Lambda retries.
 */
export function wrap<Event, Answer>(handle: (event: Event, context: Context) => Promise<Answer>) {
  return async (event: Event, context: Context): Promise<Answer | undefined> => {
    try {
      return await handle(event, context);
    } catch (error) {
      if (!(error instanceof PermanentFailure)) throw error;
      await park(event, context, error);
      return undefined;
    }
  };
}

/** Sends what Lambda itself sends after the last retry ("Capturing records of Lambda asynchronous invocations"). */
async function park(event: unknown, context: Context, { name, message }: PermanentFailure): Promise<void> {
  const record = {
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: context.awsRequestId,
      functionArn: context.invokedFunctionArn,
      condition: "PermanentFailure",
      approximateInvokeCount: 1,
    },
    requestPayload: event,
    responsePayload: { errorType: name, errorMessage: message },
  };
  await sqs.send(
    new SendMessageCommand({ QueueUrl: environment("FAILED_QUEUE_URL"), MessageBody: JSON.stringify(record) }),
  );
}
