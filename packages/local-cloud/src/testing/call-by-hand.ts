import type { ServiceName } from "../core/service.ts";
import type { TestCloud } from "./test-cloud.ts";

/** Makes a call as the administrator, as if someone changed a resource by hand. */
export function callByHand(
  { account }: Pick<TestCloud, "account">,
  service: ServiceName,
  operation: string,
  input: object,
): Promise<Record<string, unknown>> {
  return account.call({ service, operation, input, principal: { kind: "account", accountId: account.id } });
}
