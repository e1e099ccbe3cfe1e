import { AwsError } from "./aws-error.ts";

/** The services' error codes for something that does not exist. */
const codes = new Set([
  "ResourceNotFoundException",
  "ResourceNotFound",
  "NoSuchEntity",
  "NoSuchEntityException",
  "NotFound",
  "NotFoundException",
  "QueueDoesNotExist",
  "AWS.SimpleQueueService.NonExistentQueue",
  "DashboardNotFoundError",
]);

/** Whether a service has answered that what the call names does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof AwsError && codes.has(error.code);
}
