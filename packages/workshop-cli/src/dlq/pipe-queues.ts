import { DescribeEventBusCommand } from "@aws-sdk/client-eventbridge";
import { DescribePipeCommand, ListPipesCommand } from "@aws-sdk/client-pipes";
import type { DlqClients } from "./dlq-clients.ts";

/** The ARNs of the dead-letter queues of pipes that put events on the bus. */
export async function pipeQueues({ events, pipes }: DlqClients, busName: string): Promise<string[]> {
  const { Arn: TargetPrefix } = await events.send(new DescribeEventBusCommand({ Name: busName }));
  const arns: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await pipes.send(new ListPipesCommand({ TargetPrefix, NextToken }));
    for (const { Name, Target } of page.Pipes ?? []) {
      // Another bus's ARN may begin with this one's.
      if (Target !== TargetPrefix) continue;
      const { SourceParameters } = await pipes.send(new DescribePipeCommand({ Name }));
      const arn = SourceParameters?.DynamoDBStreamParameters?.DeadLetterConfig?.Arn;
      if (arn) arns.push(arn);
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return arns;
}
