import type { Account } from "../../../core/account.ts";
import { parseArn } from "../../../core/arn.ts";
import type { Archives } from "../archive/archives.ts";
import type { Delivery } from "../delivery/delivery.ts";
import { DeliveryError } from "../delivery/delivery-error.ts";
import { inputFor } from "../input/index.ts";
import type { Attempt } from "./attempt.ts";
import { deliverToBus } from "./event-bus.ts";
import { deliverToFunction } from "./lambda.ts";
import { deliverToLogGroup } from "./logs.ts";
import { principalFor } from "./role.ts";
import { deliverToTopic } from "./sns.ts";
import { deliverToQueue } from "./sqs.ts";

type Deliver = (attempt: Attempt) => Promise<void>;

/** By the service in the target's ARN. */
const byService: Record<string, Deliver> = {
  lambda: deliverToFunction,
  sqs: deliverToQueue,
  sns: deliverToTopic,
  logs: deliverToLogGroup,
  events: deliverToBus,
};

export const targetServices: readonly string[] = Object.keys(byService);

/**
 * Makes one attempt to deliver.
 *
 * @throws the target's AwsError; DeliveryError if the target was not called
 */
export async function deliverToTarget(account: Account, archives: Archives, delivery: Delivery): Promise<void> {
  const { target, event } = delivery;
  if (archives.isArchive(target)) return archives.add(target, event, delivery.ingestedAt);
  const { service, region, accountId } = parseArn(target.Arn!)!;
  if (accountId !== account.id || region !== account.region) {
    throw new DeliveryError(
      "NO_RESOURCE",
      `${target.Arn} is not in account ${account.id} and Region ${account.region}, all there is here.`,
    );
  }
  const payload = inputFor(delivery);
  const principal = await principalFor(account, delivery);
  await byService[service]!({ account, delivery, payload, principal });
}
