import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parseOneOf } from "../../events/parse-one-of.ts";
import { dynamo } from "../../table.ts";
import { outcomeMessage, outcomes } from "../outcome-message.ts";

const sns = new SNSClient({});

/**
 * Replaces send-outcome.ts from step 9 on. Sends no message that is already stored as sent. If the function fails
 * between sending and storing, it sends again with the same notificationId, so that the receiver can drop the repeat.
 */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const outcome = parseOneOf(outcomes, event);
  const { bookingId, customerId } = outcome.detail;
  const notificationId = `${outcome.name}-${bookingId}`;
  if (await wasSent({ bookingId, notificationId })) return;

  const { subject, text } = outcomeMessage(outcome);
  await sns.send(
    new PublishCommand({
      TopicArn: environment("TOPIC_ARN"),
      Subject: subject,
      Message: text,
      MessageAttributes: {
        bookingId: { DataType: "String", StringValue: bookingId },
        notificationId: { DataType: "String", StringValue: notificationId },
      },
    }),
  );
  const notification = { bookingId, notificationId, customerId, subject, text };
  await dynamo.send(new PutCommand({ TableName: environment("TABLE_NAME"), Item: notification }));
}

async function wasSent(Key: { bookingId: string; notificationId: string }): Promise<boolean> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: environment("TABLE_NAME"), Key, ConsistentRead: true }),
  );
  return Item !== undefined;
}
