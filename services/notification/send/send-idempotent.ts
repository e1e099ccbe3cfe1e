import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parseOneOf } from "../../events/parse-one-of.ts";
import { dynamo } from "../../table.ts";
import { endMessage, ends } from "../outcome-message.ts";

const sns = new SNSClient({});

/**
 * TicketIssued, BookingCancelled: tell the customer, unless we have noted that we did. Between telling and noting
 * we may fail, and then tell again: under the same id, by which a repeat can be dropped.
 */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const end = parseOneOf(ends, event);
  const { bookingId, customerId } = end.detail;
  const notificationId = `${end.name}-${bookingId}`;
  if (await isNoted({ bookingId, notificationId })) return;

  const { subject, text } = endMessage(end);
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

async function isNoted(Key: { bookingId: string; notificationId: string }): Promise<boolean> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: environment("TABLE_NAME"), Key, ConsistentRead: true }),
  );
  return Item !== undefined;
}
