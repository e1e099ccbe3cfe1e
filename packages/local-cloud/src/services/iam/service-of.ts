import type { ServiceName } from "../../core/service.ts";

const services: Record<string, ServiceName> = {
  events: "events",
  lambda: "lambda",
  dynamodb: "dynamodb",
  sqs: "sqs",
  sns: "sns",
  logs: "logs",
  cloudwatch: "monitoring",
  iam: "iam",
  scheduler: "scheduler",
  pipes: "pipes",
};

/** The service in an ARN such as arn:aws:sqs:…; undefined if the local cloud does not have it. */
export function serviceOf(resource: string): ServiceName | undefined {
  if (!resource.startsWith("arn:aws:")) return undefined;
  const name = resource.slice("arn:aws:".length, resource.indexOf(":", "arn:aws:".length));
  return Object.hasOwn(services, name) ? services[name] : undefined;
}
