import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Connection } from "../connection/connection.ts";
import { physicalName } from "../connection/physical-name.ts";

/** An account for `check --live`: its clients, and the names and ARNs of resources in it. */
export interface LiveAccount {
  connection: Connection;
  events: EventBridgeClient;
  lambda: LambdaClient;
  iam: IAMClient;
  sns: SNSClient;
  sqs: SQSClient;
  logs: CloudWatchLogsClient;
  /** The physical name: BookingTable, or BookingTable-ada for attendee ada. */
  name(name: string): string;
  /** The ARN that a resource of this name has in this account: the mocks' region and account are replaced. */
  here(mockedArn: string): string;
  /** arn:aws:dynamodb:…:table/BookingTable for ("dynamodb", "table/BookingTable"). */
  arn(service: string, resource: string): string;
}

export async function openAccount(connection: Connection): Promise<LiveAccount> {
  const { client } = connection;
  const { Account } = await new STSClient(client).send(new GetCallerIdentityCommand({}));
  return {
    connection,
    events: new EventBridgeClient(client),
    lambda: new LambdaClient(client),
    iam: new IAMClient(client),
    sns: new SNSClient(client),
    sqs: new SQSClient(client),
    logs: new CloudWatchLogsClient(client),
    name: (name) => physicalName(name, connection),
    here: (mockedArn) => mockedArn.replace(/^(arn:[^:]*:[^:]*):[^:]+:\d+:/, `$1:${client.region}:${Account}:`),
    arn: (service, resource) => `arn:aws:${service}:${client.region}:${Account}:${resource}`,
  };
}
