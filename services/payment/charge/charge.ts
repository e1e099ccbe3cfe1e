import { randomUUID } from "node:crypto";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parse } from "../../events/parse.ts";
import { publish } from "../../events/publish.ts";
import { dynamo } from "../../table.ts";
import { bookingCreated } from "../consumes.ts";
import { decide } from "../decide.ts";
import { paymentConfirmed, paymentFailed } from "../publishes.ts";

/** BookingCreated: charges for the booking and publishes the result. A repeated event charges again. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const booking = parse(bookingCreated, event);
  const payment = decide(booking, `PAY-${randomUUID()}`);
  await dynamo.send(new PutCommand({ TableName: environment("TABLE_NAME"), Item: payment }));
  if (payment.status === "SUCCESS") await publish(paymentConfirmed, payment, booking.metadata);
  else await publish(paymentFailed, payment, booking.metadata);
}
