import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { environment } from "../../../services/environment.ts";
import { ticketMessage } from "../../../services/notification/message.ts";
import { reasonOf, type SagaState } from "./saga-state.ts";

const sns = new SNSClient({});

/** Tells the customer how the booking ended. */
export async function handler(state: SagaState): Promise<{ messageId?: string }> {
  const { subject, text } = messageFor(state);
  const sent = await sns.send(
    new PublishCommand({ TopicArn: environment("TOPIC_ARN"), Subject: subject, Message: text }),
  );
  return { messageId: sent.MessageId };
}

function messageFor(state: SagaState): { subject: string; text: string } {
  const { bookingId, customerId, flightId, assignSeat, issueTicket } = state;
  if (issueTicket?.status === "ISSUED" && assignSeat?.status === "ASSIGNED") {
    const { ticketNumber } = issueTicket;
    return ticketMessage({ bookingId, customerId, flightId, seat: assignSeat.seat, ticketNumber });
  }
  return {
    subject: `Your booking ${bookingId} is cancelled`,
    text: `Booking ${bookingId} is cancelled, and you pay nothing. ${reasonOf(state)}.`,
  };
}
