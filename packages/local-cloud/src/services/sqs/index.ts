import type { Account } from "../../core/account.ts";
import type { Service } from "../../core/service.ts";
import { errorTypes, queryErrorCodes } from "./errors.ts";
import { recordGauges } from "./metrics.ts";
import { MoveTasks } from "./move-tasks.ts";
import { addPermission } from "./operations/add-permission.ts";
import { cancelMessageMoveTask } from "./operations/cancel-message-move-task.ts";
import { changeMessageVisibility } from "./operations/change-message-visibility.ts";
import { changeMessageVisibilityBatch } from "./operations/change-message-visibility-batch.ts";
import { createQueue } from "./operations/create-queue.ts";
import { deleteMessage } from "./operations/delete-message.ts";
import { deleteMessageBatch } from "./operations/delete-message-batch.ts";
import { deleteQueue } from "./operations/delete-queue.ts";
import { getQueueAttributes } from "./operations/get-queue-attributes.ts";
import { getQueueUrl } from "./operations/get-queue-url.ts";
import { listDeadLetterSourceQueues } from "./operations/list-dead-letter-source-queues.ts";
import { listMessageMoveTasks } from "./operations/list-message-move-tasks.ts";
import { listQueueTags } from "./operations/list-queue-tags.ts";
import { listQueues } from "./operations/list-queues.ts";
import { purgeQueue } from "./operations/purge-queue.ts";
import { receiveMessage } from "./operations/receive-message.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { sendMessage } from "./operations/send-message.ts";
import { sendMessageBatch } from "./operations/send-message-batch.ts";
import { setQueueAttributes } from "./operations/set-queue-attributes.ts";
import { startMessageMoveTask } from "./operations/start-message-move-task.ts";
import { tagQueue } from "./operations/tag-queue.ts";
import { untagQueue } from "./operations/untag-queue.ts";
import { policyOf } from "./policy.ts";
import { SqsState } from "./state.ts";

/** Amazon SQS: standard and FIFO queues with visibility timeout, delay, retention, redrive and long polling. */
export function createSqs(account: Account): Service {
  const state = new SqsState(account);
  const tasks = new MoveTasks(state);
  return {
    name: "sqs",
    wire: {
      kind: "json",
      version: "1.0",
      targetPrefix: "AmazonSQS",
      queryErrorCodes,
      errorTypes,
      also: { client: "@aws-sdk/client-sqs", query: { namespace: "http://queue.amazonaws.com/doc/2012-11-05/" } },
    },
    operations: {
      AddPermission: addPermission(state),
      CancelMessageMoveTask: cancelMessageMoveTask(state, tasks),
      ChangeMessageVisibility: changeMessageVisibility(state),
      ChangeMessageVisibilityBatch: changeMessageVisibilityBatch(state),
      CreateQueue: createQueue(state),
      DeleteMessage: deleteMessage(state),
      DeleteMessageBatch: deleteMessageBatch(state),
      DeleteQueue: deleteQueue(state),
      GetQueueAttributes: getQueueAttributes(state),
      GetQueueUrl: getQueueUrl(state),
      ListDeadLetterSourceQueues: listDeadLetterSourceQueues(state),
      ListMessageMoveTasks: listMessageMoveTasks(state),
      ListQueues: listQueues(state),
      ListQueueTags: listQueueTags(state),
      PurgeQueue: purgeQueue(state),
      ReceiveMessage: receiveMessage(state),
      RemovePermission: removePermission(state),
      SendMessage: sendMessage(state),
      SendMessageBatch: sendMessageBatch(state),
      SetQueueAttributes: setQueueAttributes(state),
      StartMessageMoveTask: startMessageMoveTask(state, tasks),
      TagQueue: tagQueue(state),
      UntagQueue: untagQueue(state),
    },
    resourcePolicy: (arn) => {
      const queue = state.byArn(arn);
      return queue && policyOf(queue);
    },
    *pending() {
      for (const key of tasks.queue.pending()) yield `move task ${key}`;
    },
    resume: () => {
      tasks.queue.resume();
      for (const queue of state.queues.values()) recordGauges(state, queue);
    },
    close: async () => {
      state.arrivals.close();
      await tasks.queue.close();
    },
  };
}
