import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "./environment.ts";
import { dynamo } from "./table.ts";

/**
 * Stores an item unless there is one under its key already, and returns the one that is there then.
 * However often this is called, and by however many at once: the first item counts, and all get that one.
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
    // What an earlier step stored has no event with it: then ours is the first.
    return { ...item, ...first };
  }
}
