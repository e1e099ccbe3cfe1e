import { ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { LiveAccount } from "./account.ts";
import { type LiveFinding, notYet, orNothing, passed } from "./finding.ts";
import { statementsIn } from "./policy.ts";

export async function lookAtSubscription({ sns, arn, name }: LiveAccount): Promise<LiveFinding> {
  const TopicArn = arn("sns", name("CustomerNotifications"));
  const endpoint = arn("sqs", name("CustomerInbox"));
  const what = "the customer's inbox is subscribed to the topic";
  const answer = await orNothing(sns.send(new ListSubscriptionsByTopicCommand({ TopicArn })));
  const endpoints = answer?.Subscriptions?.map(({ Endpoint = "" }) => Endpoint) ?? [];
  if (endpoints.includes(endpoint)) return passed(what);
  return notYet(what, {
    seen: endpoints.join(", ") || "no subscription",
    expected: endpoint,
    mend: "exercise 6.1 is about it",
  });
}

export async function lookAtQueuePolicy({ sqs, arn, name, connection }: LiveAccount): Promise<LiveFinding> {
  const topicArn = arn("sns", name("CustomerNotifications"));
  const what = "the inbox lets this topic, and no other, send to it";
  const QueueUrl = connection.outputs.inboxUrl;
  const answer =
    QueueUrl && (await orNothing(sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] }))));
  const statements = statementsIn(answer ? answer.Attributes?.Policy : undefined).filter(
    ({ Effect }) => Effect === "Allow",
  );
  const sources = statements.map(({ Condition = {} }) => Object.values(Condition)[0]?.["aws:SourceArn"]);
  if (sources.length > 0 && sources.every((source) => [source].flat()[0] === topicArn)) return passed(what);
  return notYet(what, {
    seen:
      statements.length > 0
        ? `it lets in ${sources.map((it) => it ?? "every topic").join(", ")}`
        : "it lets nobody send",
    expected: topicArn,
    mend: "exercise 6.2 is about it",
  });
}
