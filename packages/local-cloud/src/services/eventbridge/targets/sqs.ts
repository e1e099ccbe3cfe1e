import type { Account } from "../../../core/account.ts";
import { parseArn } from "../../../core/arn.ts";
import type { Principal } from "../../../core/principal.ts";
import type { Attempt } from "./attempt.ts";

export async function deliverToQueue({ account, delivery, payload, principal }: Attempt): Promise<void> {
  await sendMessage(account, {
    queueArn: delivery.target.Arn!,
    body: payload,
    messageGroupId: delivery.target.SqsParameters?.MessageGroupId,
    traceHeader: delivery.traceHeader,
    principal,
  });
}

export interface QueueMessage {
  queueArn: string;
  body: string;
  attributes?: Record<string, string>;
  messageGroupId?: string | undefined;
  traceHeader?: string | undefined;
  principal: Principal;
}

export async function sendMessage(account: Account, message: QueueMessage): Promise<void> {
  const { messageGroupId, traceHeader } = message;
  const input = {
    QueueUrl: queueUrl(account, message.queueArn),
    MessageBody: message.body,
    ...(message.attributes && { MessageAttributes: stringAttributes(message.attributes) }),
    ...(messageGroupId && { MessageGroupId: messageGroupId }),
    ...(traceHeader && { MessageSystemAttributes: stringAttributes({ AWSTraceHeader: traceHeader }) }),
  };
  await account.call({ service: "sqs", operation: "SendMessage", input, principal: message.principal });
}

function queueUrl(account: Account, queueArn: string): string {
  const { accountId, resource } = parseArn(queueArn)!;
  return `${account.endpoint}/${accountId}/${resource}`;
}

function stringAttributes(
  attributes: Record<string, string>,
): Record<string, { DataType: string; StringValue: string }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
  );
}
