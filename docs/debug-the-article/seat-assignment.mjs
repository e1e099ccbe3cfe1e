// A sketch as in the article: a handler for PaymentConfirmed.
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";

const dynamo = new DynamoDBClient({});
const eventBridge = new EventBridgeClient({});

export async function handler(event) {
  const { status, bookingId, customerId, flightId, amount } = event.detail;
  if (status === "SUCCESS") {
    const item = {
      CustomerID: { S: customerId },
      BookingID: { S: bookingId },
      FlightID: { S: flightId },
      Amount: { N: amount.toString() },
      Timestamp: { S: new Date().toIsoString() },
    };
    const write = new PutItemCommand({ TableName: "PaymentTable", Item: item });
    await dynamo.send(write);
    await eventBridge.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: "AircraftBookingBus",
            Source: "aircraft.seat-assignment",
            DetailType: "SeatAssigned",
            Detail: JSON.stringify({ bookingId, customerId, seat: "12A" }),
          },
        ],
      }),
    );
  } else {
    console.log(`No payment for ${bookingId}.`);
  }
  return { statusCode: 200, body: "Payment processed" };
}
