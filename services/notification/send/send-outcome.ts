import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parseOneOf } from "../../events/parse-one-of.ts";
import { dynamo } from "../../table.ts";
import { endMessage, ends } from "../outcome-message.ts";

const sns = new SNSClient({});

/** TicketIssued, BookingCancelled: tell the customer, and keep what we told. The same event twice tells twice. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const end = parseOneOf(ends, event);
  const { bookingId, customerId } = end.detail;
  const { subject, text } = endMessage(end);
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
