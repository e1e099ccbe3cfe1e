// Makes the SDK calls that the five services make for a booking, for `workerData.bookings` bookings.
import { parentPort, workerData } from "node:worker_threads";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";

/** Bookings in progress at once: enough to keep the processor busy. */
const concurrency = 5;
const warmUp = 50;

const configuration = {
  endpoint: `http://127.0.0.1:${workerData.port}`,
  region: "us-east-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
};
const tables = DynamoDBDocumentClient.from(new DynamoDBClient(configuration));
const bus = new EventBridgeClient(configuration);
const topic = new SNSClient(configuration);

await make(warmUp);
parentPort?.postMessage("ready");
parentPort?.once("message", async () => {
  await make(workerData.bookings);
  parentPort?.postMessage("done");
});

/** @param {number} bookings */
async function make(bookings) {
  let next = 0;
  const caller = async () => {
    while (next < bookings) await oneBooking(`B-${next++}`);
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
}

/** @param {string} bookingId */
async function oneBooking(bookingId) {
  const key = { TableName: "BookingTable", Key: { bookingId } };
  await put("BookingTable", bookingId, "attribute_not_exists(bookingId)");
  await publish("BookingCreated", bookingId);
  await put("PaymentTable", bookingId);
  await publish("PaymentConfirmed", bookingId);
  await tables.send(new GetCommand({ TableName: "SeatTable", Key: { flightId: "FLIGHT001" }, ConsistentRead: true }));
  await tables.send(
    new UpdateCommand({
      TableName: "SeatTable",
      Key: { flightId: "FLIGHT001" },
      UpdateExpression: "SET #seat = :bookingId",
      ConditionExpression: "attribute_not_exists(#seat)",
      ExpressionAttributeNames: { "#seat": "12A" },
      ExpressionAttributeValues: { ":bookingId": bookingId },
    }),
  );
  await publish("SeatAssigned", bookingId);
  await put("TicketTable", bookingId);
  await publish("TicketIssued", bookingId);
  await topic.send(
    new PublishCommand({
      TopicArn: "arn:aws:sns:us-east-1:000000000000:CustomerNotifications",
      Subject: "Your ticket for FLIGHT001",
      Message: `Booking ${bookingId} is ticketed: flight FLIGHT001, seat 12A, ticket TKT-${bookingId}.`,
      MessageAttributes: { bookingId: { DataType: "String", StringValue: bookingId } },
    }),
  );
  await put("NotificationTable", bookingId);
  await tables.send(
    new UpdateCommand({
      ...key,
      UpdateExpression: "SET #status = :ticketed",
      ConditionExpression: "attribute_exists(bookingId)",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":ticketed": "TICKETED" },
    }),
  );
}

/**
 * @param {string} TableName
 * @param {string} bookingId
 * @param {string} [ConditionExpression]
 */
function put(TableName, bookingId, ConditionExpression) {
  const Item = { bookingId, customerId: "CUST001", flightId: "FLIGHT001", amount: 300, status: "REQUESTED" };
  return tables.send(new PutCommand({ TableName, Item, ConditionExpression }));
}

/**
 * @param {string} DetailType
 * @param {string} bookingId
 */
function publish(DetailType, bookingId) {
  const metadata = {
    eventId: crypto.randomUUID(),
    version: 1,
    correlationId: bookingId,
    causationId: bookingId,
    occurredAt: new Date().toISOString(),
  };
  const Detail = JSON.stringify({ bookingId, customerId: "CUST001", flightId: "FLIGHT001", amount: 300, metadata });
  const Entries = [{ EventBusName: "AircraftBookingBus", Source: "aircraft.booking", DetailType, Detail }];
  return bus.send(new PutEventsCommand({ Entries }));
}
