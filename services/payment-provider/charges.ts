import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../environment.ts";
import { dynamo } from "../table.ts";

/** The provider accepts amounts up to this limit and declines larger ones. */
const limit = 1000;

export interface Charge {
  /** Whether this request made the charge. False for a repeat. */
  first: boolean;
  status: "SUCCESS" | "FAILED";
  /** Why the charge was declined. */
  reason?: string;
}

/** What the table has for each idempotency key. */
interface Entry {
  idempotencyKey: string;
  amount: number;
  status: Charge["status"];
  reason?: string;
  cancelled?: boolean;
}

/** Charges, or returns the earlier charge with this key. */
export async function chargeOnce(idempotencyKey: string, amount: number): Promise<Charge> {
  const reason = amount > limit ? `The amount ${amount} is above the limit of ${limit}` : undefined;
  const entry: Entry = { idempotencyKey, amount, status: reason ? "FAILED" : "SUCCESS", ...(reason && { reason }) };
  if (await storeNew(entry)) return { first: true, status: entry.status, reason };
  const { status, reason: earlier } = await find(idempotencyKey);
  return { first: false, status, reason: earlier };
}

/**
 * Cancels the charge with this key and returns the refunded amount. Without a charge, it stores that the key is
 * cancelled, so that a charge that comes later is declined.
 */
export async function cancelCharge(idempotencyKey: string): Promise<number> {
  const reason = "The charge was cancelled before it was made";
  if (await storeNew({ idempotencyKey, amount: 0, status: "FAILED", reason, cancelled: true })) return 0;
  const { amount, status } = await find(idempotencyKey);
  if (status === "FAILED") return 0;
  await dynamo.send(
    new UpdateCommand({
      TableName: environment("TABLE_NAME"),
      Key: { idempotencyKey },
      UpdateExpression: "SET cancelled = :yes",
      ExpressionAttributeValues: { ":yes": true },
    }),
  );
  return amount;
}

/** Returns false if there is an entry with this key already. */
async function storeNew(entry: Entry): Promise<boolean> {
  try {
    await dynamo.send(
      new PutCommand({
        TableName: environment("TABLE_NAME"),
        Item: entry,
        ConditionExpression: "attribute_not_exists(idempotencyKey)",
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

async function find(idempotencyKey: string): Promise<Entry> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: environment("TABLE_NAME"), Key: { idempotencyKey }, ConsistentRead: true }),
  );
  return Item as Entry;
}
