import type { Attempt } from "./attempt.ts";

export async function deliverToTopic({ account, delivery, payload, principal }: Attempt): Promise<void> {
  const input = { TopicArn: delivery.target.Arn, Message: payload };
  await account.call({ service: "sns", operation: "Publish", input, principal });
}
