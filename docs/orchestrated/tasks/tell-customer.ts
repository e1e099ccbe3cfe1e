import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { environment } from "../../../services/environment.ts";
import { ticketMessage } from "../../../services/notification/message.ts";
import { reasonOf, type Story } from "./booking.ts";

const sns = new SNSClient({});

/** Tells the customer of the end, whichever it is. */
export async function handler(story: Story): Promise<{ messageId?: string }> {
  const { subject, text } = messageFor(story);
  const sent = await sns.send(
    new PublishCommand({ TopicArn: environment("TOPIC_ARN"), Subject: subject, Message: text }),
  );
  return { messageId: sent.MessageId };
}

function messageFor(story: Story): { subject: string; text: string } {
  const { bookingId, customerId, flightId, assignSeat, issueTicket } = story;
  if (issueTicket && assignSeat?.status === "ASSIGNED") {
    return ticketMessage({ bookingId, customerId, flightId, seat: assignSeat.seat, ...issueTicket });
  }
  return {
    subject: `Your booking ${bookingId} is cancelled`,
    text: `Booking ${bookingId} is cancelled, and you pay nothing. ${reasonOf(story)}.`,
  };
}
