import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** Reads and writes items as plain objects. Created once per function environment, not once per event. */
export const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));
