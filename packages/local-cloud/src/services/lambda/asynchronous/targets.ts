import type { Account } from "../../../core/account.ts";
import { parseArn } from "../../../core/arn.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Principal } from "../../../core/principal.ts";
import type { FunctionRecord } from "../functions.ts";

export interface Message {
  body: string;
  /** Of an event on a bus. */
  detailType?: string;
  /** Of a message in a queue or on a topic. */
  attributes?: Record<string, { DataType: string; StringValue: string }>;
}

/** Sends to a queue, topic, function or bus, by its ARN. */
export async function sendTo(
  account: Account,
  target: string,
  message: Message,
  principal: Principal,
  { arn }: FunctionRecord,
): Promise<void> {
  const { service, resource, accountId } = parseArn(target)!;
  const MessageAttributes = message.attributes;
  if (service === "sqs") {
    const QueueUrl = `${account.endpoint}/${accountId}/${resource}`;
    const input = { QueueUrl, MessageBody: message.body, ...(MessageAttributes && { MessageAttributes }) };
    await account.call({ service, operation: "SendMessage", input, principal });
  } else if (service === "sns") {
    const input = { TopicArn: target, Message: message.body, ...(MessageAttributes && { MessageAttributes }) };
    await account.call({ service, operation: "Publish", input, principal });
  } else if (service === "lambda") {
    const Payload = Buffer.from(message.body).toString("base64");
    const input = { FunctionName: target, InvocationType: "Event", Payload };
    await account.call({ service, operation: "Invoke", input, principal });
  } else {
    await putEvent(account, target, message, principal, `${arn}:$LATEST`);
  }
}

async function putEvent(
  account: Account,
  busArn: string,
  message: Message,
  principal: Principal,
  functionArn: string,
): Promise<void> {
  const entry = {
    Source: "lambda",
    DetailType: message.detailType,
    Detail: message.body,
    Resources: [functionArn, busArn],
    EventBusName: busArn,
  };
  const { Entries } = await account.call<{ Entries: Array<{ ErrorCode?: string; ErrorMessage?: string }> }>({
    service: "events",
    operation: "PutEvents",
    input: { Entries: [entry] },
    principal,
  });
  const { ErrorCode, ErrorMessage } = Entries[0]!;
  if (ErrorCode) throw new AwsError(ErrorCode, ErrorMessage ?? ErrorCode, ErrorCode === "InternalFailure" ? 500 : 400);
}
