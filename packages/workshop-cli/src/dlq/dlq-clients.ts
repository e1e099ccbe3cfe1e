import { LambdaClient } from "@aws-sdk/client-lambda";
import { type Clients, clientsOf } from "../connection/clients.ts";
import type { Connection } from "../connection/connection.ts";

/** The AWS clients that are needed to read failure queues. */
export type DlqClients = Pick<Clients, "events" | "sqs" | "logs"> & { lambda: LambdaClient };

export function dlqClientsOf(connection: Pick<Connection, "client">): DlqClients {
  return { ...clientsOf(connection), lambda: new LambdaClient(connection.client) };
}
