import { parseArn } from "../../core/arn.ts";
import { invalidParameter } from "./errors.ts";
import { isFifo } from "./fifo.ts";
import type { Protocol, Topic } from "./state.ts";

const notEmulated = ["http", "https", "sms", "application", "firehose"];

/** @throws AwsError InvalidParameter */
export function checkProtocol(protocol: string): Protocol {
  if (protocol === "sqs" || protocol === "lambda" || protocol === "email" || protocol === "email-json") return protocol;
  if (notEmulated.includes(protocol)) {
    throw invalidParameter(
      `Protocol Reason: the local cloud does not emulate the protocol ${protocol}; it supports sqs, lambda, email and email-json`,
    );
  }
  throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
}

/**
 * A FIFO topic delivers to queues only, to FIFO and to standard ones; a standard topic not to FIFO queues ("Subscribe").
 *
 * @throws AwsError InvalidParameter
 */
export function checkEndpoint(topic: Topic, protocol: Protocol, endpoint: string): string {
  if (isFifo(topic) && protocol !== "sqs") {
    throw invalidParameter(`Protocol Reason: a FIFO topic can have subscriptions of queues only, not of ${protocol}`);
  }
  const { service, resource } = parseArn(endpoint) ?? {};
  if (protocol === "sqs" && (service !== "sqs" || !resource)) throw invalidParameter("SQS endpoint ARN");
  if (protocol === "sqs" && !isFifo(topic) && resource?.endsWith(".fifo")) {
    throw invalidParameter("Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
  }
  if (protocol === "lambda" && (service !== "lambda" || !resource?.startsWith("function:"))) {
    throw invalidParameter("Lambda endpoint ARN");
  }
  if (protocol.startsWith("email") && !/^[^\s@]+@[^\s@]+$/.test(endpoint)) throw invalidParameter("Email address");
  return endpoint;
}
