import type { Account } from "../../core/account.ts";
import { parseArn } from "../../core/arn.ts";

/** Records a data point with the topic's name as its dimension ("Monitoring Amazon SNS topics using CloudWatch"). */
export function recordTopicMetric(
  account: Account,
  topicArn: string,
  name: string,
  value: number,
  unit?: string,
): void {
  const dimensions = { TopicName: parseArn(topicArn)!.resource };
  account.metric({ namespace: "AWS/SNS", name, dimensions, value, ...(unit !== undefined && { unit }) });
}
