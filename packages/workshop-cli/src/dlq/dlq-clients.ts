import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { PipesClient } from "@aws-sdk/client-pipes";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Connection } from "../connection/connection.ts";

/** The AWS clients that are needed to read failure queues, and to redrive what is in them. */
export type DlqClients = ReturnType<typeof makeDlqClients>;

interface Settings {
  endpoint?: string;
  region: string;
}

type Make = <C extends { destroy(): void; middlewareStack: { add(middleware: never, options: never): void } }>(
  clientClass: new (settings: Settings) => C,
) => C;

export function dlqClientsOf({ client }: Pick<Connection, "client">): DlqClients {
  return makeDlqClients((clientClass) => new clientClass(client));
}

/** The clients as `make` makes them, e.g. those of a test's cloud. */
export function makeDlqClients(make: Make) {
  return {
    dynamodb: make(DynamoDBClient),
    events: make(EventBridgeClient),
    lambda: make(LambdaClient),
    logs: make(CloudWatchLogsClient),
    pipes: make(PipesClient),
    scheduler: make(SchedulerClient),
    sqs: make(SQSClient),
    streams: make(DynamoDBStreamsClient),
  };
}
