import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** Items go in and out as plain objects. Made once for each function, not for each event. */
export const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));
