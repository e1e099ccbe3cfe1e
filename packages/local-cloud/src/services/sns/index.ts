import type { Account } from "../../core/account.ts";
import type { Service } from "../../core/service.ts";
import { Deliverer } from "./delivery/deliverer.ts";
import { addPermission } from "./operations/add-permission.ts";
import { confirmSubscription } from "./operations/confirm-subscription.ts";
import { createTopic } from "./operations/create-topic.ts";
import { deleteTopic } from "./operations/delete-topic.ts";
import { getSubscriptionAttributes } from "./operations/get-subscription-attributes.ts";
import { getTopicAttributes } from "./operations/get-topic-attributes.ts";
import { listSubscriptions } from "./operations/list-subscriptions.ts";
import { listSubscriptionsByTopic } from "./operations/list-subscriptions-by-topic.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTopics } from "./operations/list-topics.ts";
import { publish } from "./operations/publish.ts";
import { publishBatch } from "./operations/publish-batch.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { setSubscriptionAttributes } from "./operations/set-subscription-attributes.ts";
import { setTopicAttributes } from "./operations/set-topic-attributes.ts";
import { subscribe } from "./operations/subscribe.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { unsubscribe } from "./operations/unsubscribe.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { outboxRoute } from "./outbox/route.ts";
import { SnsState } from "./state.ts";
import { policyOf } from "./topic-policy.ts";

export type { OutboxMessage } from "./outbox/send-email.ts";

/** Amazon SNS: standard and FIFO topics with subscriptions of queues, functions and e-mail addresses (in the local outbox). */
export function createSns(account: Account): Service {
  const state = new SnsState(account);
  const deliverer = new Deliverer(state);
  return {
    name: "sns",
    wire: { kind: "query", version: "2010-03-31", namespace: "http://sns.amazonaws.com/doc/2010-03-31/" },
    operations: {
      AddPermission: addPermission(state),
      ConfirmSubscription: confirmSubscription(state),
      CreateTopic: createTopic(state),
      DeleteTopic: deleteTopic(state),
      GetSubscriptionAttributes: getSubscriptionAttributes(state),
      GetTopicAttributes: getTopicAttributes(state),
      ListSubscriptions: listSubscriptions(state),
      ListSubscriptionsByTopic: listSubscriptionsByTopic(state),
      ListTagsForResource: listTagsForResource(state),
      ListTopics: listTopics(state),
      Publish: publish(state, deliverer),
      PublishBatch: publishBatch(state, deliverer),
      RemovePermission: removePermission(state),
      SetSubscriptionAttributes: setSubscriptionAttributes(state),
      SetTopicAttributes: setTopicAttributes(state),
      Subscribe: subscribe(state),
      TagResource: tagResource(state),
      Unsubscribe: unsubscribe(state),
      UntagResource: untagResource(state),
    },
    resourcePolicy: (arn) => {
      const topic = state.topics.get(arn);
      return topic && policyOf(state, topic);
    },
    http: outboxRoute(state),
    *pending() {
      for (const key of deliverer.queue.pending()) yield `notification ${key}`;
    },
    resume: () => deliverer.queue.resume(),
    close: () => deliverer.queue.close(),
  };
}
