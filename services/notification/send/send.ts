import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parse } from "../../events/parse.ts";
import { dynamo } from "../../table.ts";
import { ticketIssued } from "../consumes.ts";
import { ticketMessage } from "../message.ts";

const sns = new SNSClient({});

/** TicketIssued: sends the customer a message and stores it. A repeated event sends it again. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const ticket = parse(ticketIssued, event);
  const { bookingId, customerId } = ticket;
  const { subject, text } = ticketMessage(ticket);
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
