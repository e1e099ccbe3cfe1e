import type { Account } from "./account.ts";
import { parseArn } from "./arn.ts";
import type { Principal } from "./principal.ts";

/** A message attribute of SQS and SNS; binary values are base64 strings. */
export interface MessageAttribute {
  DataType?: string | undefined;
  StringValue?: string | undefined;
  BinaryValue?: string | undefined;
}

/** What one service sends to another service's resource. A function gets the body alone. */
export interface Message {
  body: string;
  /** Of a message in a queue or on a topic. */
  attributes?: Record<string, MessageAttribute>;
  /** Of a message on a topic. */
  subject?: string;
  /** Of a message in a queue. */
  messageGroupId?: string | undefined;
  /** Of a message in a FIFO queue. */
  messageDeduplicationId?: string | undefined;
  /** X-Ray's trace header, of a message in a queue. */
  traceHeader?: string | undefined;
}

interface Call {
  service: "lambda" | "sns" | "sqs";
  operation: string;
  input: object;
}

/**
 * Sends `message` to a queue, topic or function, as `principal`. A function is invoked asynchronously.
 *
 * @throws the AwsError of the resource's service; RangeError for an ARN of another service
 */
export async function sendToArn(account: Account, arn: string, message: Message, principal: Principal): Promise<void> {
  await account.call({ ...callFor(account, arn, message), principal });
}

function callFor(account: Account, arn: string, message: Message): Call {
  const service = parseArn(arn)?.service;
  if (service === "sqs") return { service, operation: "SendMessage", input: queueInput(account, arn, message) };
  if (service === "sns") return { service, operation: "Publish", input: topicInput(arn, message) };
  if (service === "lambda") return { service, operation: "Invoke", input: functionInput(arn, message) };
  throw new RangeError(`Messages can be sent only to queues, topics and functions, not to ${arn}.`);
}

function queueInput(account: Account, arn: string, message: Message): object {
  const { body, attributes, messageGroupId, messageDeduplicationId, traceHeader } = message;
  const { accountId, resource } = parseArn(arn)!;
  return {
    QueueUrl: `${account.endpoint}/${accountId}/${resource}`,
    MessageBody: body,
    ...(attributes && { MessageAttributes: attributes }),
    ...(messageGroupId && { MessageGroupId: messageGroupId }),
    ...(messageDeduplicationId && { MessageDeduplicationId: messageDeduplicationId }),
    ...(traceHeader && { MessageSystemAttributes: stringAttributes({ AWSTraceHeader: traceHeader }) }),
  };
}

function topicInput(arn: string, { body, attributes, subject }: Message): object {
  return {
    TopicArn: arn,
    Message: body,
    ...(subject !== undefined && { Subject: subject }),
    ...(attributes && { MessageAttributes: attributes }),
  };
}

function functionInput(arn: string, { body }: Message): object {
  return { FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(body).toString("base64") };
}

/** Message attributes of the type String. */
export function stringAttributes(values: Record<string, string>): Record<string, MessageAttribute> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
  );
}
