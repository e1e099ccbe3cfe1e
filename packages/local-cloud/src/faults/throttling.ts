import type { CallFault } from "../core/faults.ts";
import type { ServiceName } from "../core/service.ts";

type Refusal = Omit<Extract<CallFault, { kind: "refuse" }>, "kind">;

/** From each API reference's "Common errors" or "Errors". SDK clients retry all of them. */
const byService: Record<ServiceName, Refusal> = {
  dynamodb: {
    code: "ProvisionedThroughputExceededException",
    message:
      "The level of configured provisioned throughput for the table was exceeded. " +
      "Consider increasing your provisioning level with the UpdateTable API.",
    status: 400,
  },
  events: { code: "ThrottlingException", message: "Rate exceeded", status: 400 },
  lambda: { code: "TooManyRequestsException", message: "Rate Exceeded.", status: 429 },
  sqs: { code: "RequestThrottled", message: "Request is throttled.", status: 400 },
  sns: { code: "Throttled", message: "Rate exceeded", status: 429 },
  logs: { code: "ThrottlingException", message: "Rate exceeded", status: 400 },
  monitoring: { code: "Throttling", message: "Rate exceeded", status: 400 },
  iam: { code: "Throttling", message: "Rate exceeded", status: 400 },
  sts: { code: "Throttling", message: "Rate exceeded", status: 400 },
  scheduler: { code: "ThrottlingException", message: "Rate exceeded", status: 429 },
  pipes: { code: "ThrottlingException", message: "Rate exceeded", status: 429 },
};

/** The service's own throttling error. */
export function throttling(service: ServiceName): CallFault {
  return { kind: "refuse", ...byService[service] };
}
