// The sketch's handler without its mistakes. A test expects every hunt in the handler to pass with it.
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";

const dynamo = new DynamoDBClient({});
const eventBridge = new EventBridgeClient({});

export async function handler({ detail }) {
  const { status, bookingId, customerId, flightId } = detail;
  if (status !== "SUCCESS") throw new Error(`PaymentConfirmed ${bookingId} has the status ${status}`);
  const { event, isPublished } = await seatFor({ bookingId, customerId, flightId });
  if (!isPublished) {
    await publish(event);
    await update(flightId, "SET #mark = :true", { "#mark": `published ${bookingId}` }, { ":true": { BOOL: true } });
  }
  return { statusCode: 200, body: `Booking ${bookingId} has a seat` };
}

/** Takes a free seat, and stores it together with the event to publish. A repeat gets what is stored. */
async function seatFor({ bookingId, customerId, flightId }) {
  const Key = { FlightID: { S: flightId } };
  const { Item = {} } = await dynamo.send(new GetItemCommand({ TableName: "SeatTable", Key, ConsistentRead: true }));
  const stored = Item[`event ${bookingId}`];
  if (stored) return { event: JSON.parse(stored.S), isPublished: `published ${bookingId}` in Item };
  const seat = ["12A", "12B", "12C", "12D"].find((each) => !(each in Item));
  if (!seat) throw new Error(`Flight ${flightId} is full`);
  const event = {
    Source: "aircraft.seat-assignment",
    DetailType: "SeatAssigned",
    detail: { bookingId, customerId, flightId, seat },
  };
  await update(
    flightId,
    "SET #seat = :booking, #event = :event",
    { "#seat": seat, "#event": `event ${bookingId}` },
    { ":booking": { S: bookingId }, ":event": { S: JSON.stringify(event) } },
    "attribute_not_exists(#seat) AND attribute_not_exists(#event)",
  );
  return { event, isPublished: false };
}

function update(flightId, UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues, ConditionExpression) {
  return dynamo.send(
    new UpdateItemCommand({
      TableName: "SeatTable",
      Key: { FlightID: { S: flightId } },
      UpdateExpression,
      ExpressionAttributeNames,
      ExpressionAttributeValues,
      ConditionExpression,
    }),
  );
}

async function publish({ detail, ...event }) {
  const entry = { ...event, EventBusName: "AircraftBookingBus", Detail: JSON.stringify(detail) };
  const { FailedEntryCount, Entries } = await eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount > 0) throw new Error(`${event.DetailType} was not published: ${Entries[0].ErrorCode}`);
}
