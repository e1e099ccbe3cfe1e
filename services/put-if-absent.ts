import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "./environment.ts";
import { dynamo } from "./table.ts";

/**
 * Stores an item unless its key already exists, and returns the stored item. Repeated and concurrent
 * calls are safe: the first item wins, and every caller gets that one.
 */
export async function putIfAbsent<Item extends object>(item: Item, key: Partial<Item>): Promise<Item> {
  const TableName = environment("TABLE_NAME");
  try {
    await dynamo.send(
      new PutCommand({
        TableName,
        Item: item,
        //#region 9.1 Store the item only if it does not exist yet
        ConditionExpression: "attribute_not_exists(bookingId)",
        //#endregion
      }),
    );
    return item;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const { Item: first } = await dynamo.send(new GetCommand({ TableName, Key: key, ConsistentRead: true }));
    // An item stored before step 9 has no event: then ours is the first.
    return { ...("event" in item && { event: item.event }), ...(first as Item) };
  }
}
