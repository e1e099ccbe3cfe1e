import type { Account } from "../../core/account.ts";
import { arn } from "../../core/arn.ts";
import { AwsError } from "../../core/aws-error.ts";
import type { Cloud } from "./resource-type.ts";

/** How the services say that something is not there. */
const notFoundCodes = new Set([
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

export function isNotFound(error: unknown): boolean {
  return error instanceof AwsError && notFoundCodes.has(error.code);
}

/** The account's operations, called as its administrator. */
export function cloudOf(account: Account): Cloud {
  const cloud: Cloud = {
    accountId: account.id,
    region: account.region,
    get endpoint() {
      return account.endpoint;
    },
    call: (service, operation, input) =>
      account.call({ service, operation, input, principal: { kind: "account", accountId: account.id } }),
    async find<Output>(...call: Parameters<Cloud["call"]>) {
      try {
        return await cloud.call<Output>(...call);
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    arn: (service, resource) => arn(service, account.region, account.id, resource),
  };
  return cloud;
}
