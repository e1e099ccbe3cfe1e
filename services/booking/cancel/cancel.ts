import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parseOneOf } from "../../events/parse-one-of.ts";
import { publish } from "../../events/publish.ts";
import { dynamo } from "../../table.ts";
import { paymentFailed, paymentRefunded } from "../consumes.ts";
import { bookingCancelled } from "../publishes.ts";
import { transitions } from "../states.ts";

/** PaymentFailed, PaymentRefunded: cancels the booking and publishes BookingCancelled. A repeated event publishes again. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { name, detail } = parseOneOf([paymentFailed, paymentRefunded], event);
  const { bookingId, customerId, reason, metadata } = detail;
  await dynamo.send(
    new UpdateCommand({
      TableName: environment("TABLE_NAME"),
      Key: { bookingId },
      // The new state comes from the table. The current state is not checked before step 9.
      UpdateExpression: "SET #status = :to, reason = :reason REMOVE openSince",
      ConditionExpression: "attribute_exists(bookingId)",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":to": transitions[name].to, ":reason": reason },
    }),
  );
  await publish(bookingCancelled, { bookingId, customerId, reason }, metadata);
}
