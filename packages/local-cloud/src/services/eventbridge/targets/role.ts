import type { Account } from "../../../core/account.ts";
import { parseArn } from "../../../core/arn.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Principal } from "../../../core/principal.ts";
import type { Delivery } from "../delivery/delivery.ts";
import { DeliveryError } from "../delivery/delivery-error.ts";
import { eventBridgeFor } from "./principal.ts";

const sessionName = "EventBridge";

/** The caller of a target: a session of its role, which has to trust EventBridge, or EventBridge itself. */
export async function principalFor(account: Account, { target, ruleArn }: Delivery): Promise<Principal> {
  const service = eventBridgeFor(account, ruleArn);
  if (!target.RoleArn) return service;
  const roleName = parseArn(target.RoleArn)!.resource.split("/").at(-1)!;
  try {
    const input = { RoleArn: target.RoleArn, RoleSessionName: sessionName };
    await account.call({ service: "sts", operation: "AssumeRole", input, principal: service });
  } catch (error) {
    if (error instanceof AwsError && error.status < 500)
      throw new DeliveryError("FAILED_TO_ASSUME_ROLE", error.message);
    throw error;
  }
  return { kind: "role", accountId: account.id, roleName, sessionName };
}
