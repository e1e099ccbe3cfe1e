import { CreateLogGroupCommand, CreateLogStreamCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { TestCloud } from "../../testing/index.ts";

/** Creates a stream, and its group if it does not exist. */
export async function createStream(cloud: TestCloud, logGroupName: string, logStreamName: string): Promise<void> {
  await cloud.logs.send(new CreateLogGroupCommand({ logGroupName })).catch((error) => {
    if (error.name !== "ResourceAlreadyExistsException") throw error;
  });
  await cloud.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
}
