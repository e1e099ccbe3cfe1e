import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parseOneOf } from "../../events/parse-one-of.ts";
import { dynamo } from "../../table.ts";
import { outcomeMessage, outcomes } from "../outcome-message.ts";

const sns = new SNSClient({});

/** Replaces send.ts from step 7 on: handles BookingCancelled too. A repeated event still sends the message again. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const outcome = parseOneOf(outcomes, event);
  const { bookingId, customerId } = outcome.detail;
  const { subject, text } = outcomeMessage(outcome);
  const sent = await sns.send(
    new PublishCommand({
      TopicArn: environment("TOPIC_ARN"),
      Subject: subject,
      Message: text,
      MessageAttributes: { bookingId: { DataType: "String", StringValue: bookingId } },
    }),
  );
  const notification = { bookingId, notificationId: sent.MessageId, customerId, subject, text };
  await dynamo.send(new PutCommand({ TableName: environment("TABLE_NAME"), Item: notification }));
}
