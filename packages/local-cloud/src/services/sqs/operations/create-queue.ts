import type { CreateQueueRequest, CreateQueueResult } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { changeAttributes, effectiveAttributes } from "../attributes.ts";
import { required } from "../errors.ts";
import { recordGauges } from "../metrics.ts";
import { type Queue, queueArn, queueUrl, type SqsState } from "../state.ts";

/** For an existing queue it returns the URL if the attributes are the same, and fails if they differ. */
export function createQueue(state: SqsState): Operation<Wire<CreateQueueRequest>, Wire<CreateQueueResult>> {
  return (input, { account, authorize }) => {
    const name = checkName(required(input.QueueName, "QueueName"), input.Attributes?.FifoQueue === "true");
    authorize({ action: "sqs:CreateQueue", resource: queueArn(account, name) });
    const attributes = changeAttributes(state, queueArn(account, name), {}, input.Attributes ?? {});
    const now = account.clock.now();
    const queue: Queue = { name, attributes, tags: { ...input.tags }, createdAt: now, modifiedAt: now };
    const existing = state.queues.get(name);
    if (existing) refuseDifference(existing, queue, Object.keys(input.Attributes ?? {}));
    else {
      state.queues.set(name, queue);
      recordGauges(state, queue);
    }
    return { QueueUrl: queueUrl(account, name) };
  };
}

/** A FIFO queue needs both its attribute and its suffix, which counts towards the 80 characters. */
function checkName(name: string, fifo: boolean): string {
  if (fifo && name.length <= 80 && /^[A-Za-z0-9_-]+\.fifo$/.test(name)) return name;
  if (fifo) {
    throw new AwsError(
      "InvalidParameterValue",
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo " +
        "suffix and be 1 to 80 in length.",
    );
  }
  if (/^[A-Za-z0-9_-]{1,80}$/.test(name)) return name;
  throw new AwsError(
    "InvalidParameterValue",
    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
  );
}

function refuseDifference(existing: Queue, queue: Queue, names: string[]): void {
  const [current, requested] = [effectiveAttributes(existing), effectiveAttributes(queue)];
  for (const name of names) {
    if (current[name] === requested[name]) continue;
    throw new AwsError(
      "QueueNameExists",
      `A queue already exists with the same name and a different value for attribute ${name}`,
    );
  }
}
