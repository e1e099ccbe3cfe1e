import { ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { LiveAccount } from "./account.ts";
import { type LiveFinding, notYet, passed, undefinedIfMissing } from "./finding.ts";
import { statementsIn } from "./policy.ts";

export async function checkSubscription({ sns, arn, name }: LiveAccount): Promise<LiveFinding> {
  const TopicArn = arn("sns", name("CustomerNotifications"));
  const endpoint = arn("sqs", name("CustomerInbox"));
  const what = "the customer's inbox is subscribed to the topic";
  const answer = await undefinedIfMissing(sns.send(new ListSubscriptionsByTopicCommand({ TopicArn })));
  const endpoints = answer?.Subscriptions?.map(({ Endpoint = "" }) => Endpoint) ?? [];
  if (endpoints.includes(endpoint)) return passed(what);
  return notYet(what, {
    seen: endpoints.join(", ") || "no subscription",
    expected: endpoint,
    fix: "see exercise 6.1",
  });
}

export async function checkQueuePolicy({ sqs, arn, name, connection }: LiveAccount): Promise<LiveFinding> {
  const topicArn = arn("sns", name("CustomerNotifications"));
  const what = "only this topic may send to the inbox";
  const QueueUrl = connection.outputs.inboxUrl;
  const answer =
    QueueUrl &&
    (await undefinedIfMissing(sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] }))));
  const statements = statementsIn(answer ? answer.Attributes?.Policy : undefined).filter(
    ({ Effect }) => Effect === "Allow",
  );
  const sources = statements.map(({ Condition = {} }) => Object.values(Condition)[0]?.["aws:SourceArn"]);
  if (sources.length > 0 && sources.every((source) => [source].flat()[0] === topicArn)) return passed(what);
  return notYet(what, {
    seen:
      statements.length > 0 ? `${sources.map((it) => it ?? "every topic").join(", ")} may send` : "no topic may send",
    expected: topicArn,
    fix: "see exercise 6.2",
  });
}
