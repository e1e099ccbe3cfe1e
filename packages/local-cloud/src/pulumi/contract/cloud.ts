import type { Account } from "../../core/account.ts";
import { arn } from "../../core/arn.ts";
import { AwsError } from "../../core/aws-error.ts";
import { isNotFound } from "../../core/not-found.ts";
import type { ServiceName } from "../../core/service.ts";
import { areRolesChanging } from "../../services/iam/roles.ts";

/** The account as resource types see it. They call AWS's operations as the account's administrator. */
export interface Cloud {
  readonly accountId: string;
  readonly region: string;
  readonly endpoint: string;
  /** @throws AwsError */
  call<Output>(service: ServiceName, operation: string, input: object): Promise<Output>;
  /** The same, but undefined where AWS answers that the thing does not exist. */
  find<Output>(service: ServiceName, operation: string, input: object): Promise<Output | undefined>;
  /**
   * The same as `call`, for an operation in which Lambda assumes a role. While a role's change is in progress, it tries
   * again, as the provider does for five minutes.
   */
  callWithRole<Output>(service: ServiceName, operation: string, input: object): Promise<Output>;
  arn(service: string, resource: string): string;
}

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
    async callWithRole<Output>(...call: Parameters<Cloud["call"]>) {
      for (;;) {
        try {
          return await cloud.call<Output>(...call);
        } catch (error) {
          if (!isAboutRole(error) || !areRolesChanging(account)) throw error;
          await new Promise<void>((resolve) => account.clock.after(1000, resolve));
        }
      }
    },
    arn: (service, resource) => arn(service, account.region, account.id, resource),
  };
  return cloud;
}

function isAboutRole(error: unknown): boolean {
  return error instanceof AwsError && error.message.includes("cannot be assumed by Lambda");
}
