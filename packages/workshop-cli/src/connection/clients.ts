import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Connection } from "./connection.ts";

/** The AWS clients of the workshop's commands. */
export function clientsOf({ client }: Pick<Connection, "client">) {
  return {
    events: new EventBridgeClient(client),
    logs: new CloudWatchLogsClient(client),
    sqs: new SQSClient(client),
    tables: DynamoDBDocumentClient.from(new DynamoDBClient(client)),
  };
}

export type Clients = ReturnType<typeof clientsOf>;
