import { CreateEventBusCommand, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeRule } from "../../services/eventbridge/test-support.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createProvider } from "../provider/create-provider.ts";
import type { Provider } from "../provider/provider.ts";

/** Follows the provider's own code: terraform-provider-aws, internal/service/events/target.go. */

const type = "aws:cloudwatch/eventTarget:EventTarget";
const named = { type, name: "t", urn: `urn:pulumi:s::p::${type}::t` };
const arn = "arn:aws:sqs:us-east-1:000000000000:inbox";

let cloud: TestCloud;
let provider: Provider;
beforeEach(async () => {
  cloud = await startTestCloud();
  provider = createProvider(cloud.account);
  await cloud.events.send(new CreateEventBusCommand({ Name: "shop" }));
  await makeRule(cloud, { bus: "shop" });
});
afterEach(() => cloud.close());

async function create(retryPolicy: object) {
  const news = { rule: "orders", eventBusName: "shop", targetId: "inbox", arn, retryPolicy: { ...retryPolicy } };
  const { inputs, failures } = await provider.check({ ...named, olds: {}, news, randomSeed: Buffer.from("seed") });
  expect(failures).toEqual([]);
  const { id, properties } = await provider.create({ ...named, properties: inputs, preview: false });
  return { id, properties, inputs };
}

test("sends 0 for maximumRetryAttempts if it is left out, which means no retry", async () => {
  const { id, properties, inputs } = await create({ maximumEventAgeInSeconds: 3600 });

  const { Targets } = await cloud.events.send(new ListTargetsByRuleCommand({ Rule: "orders", EventBusName: "shop" }));
  expect(Targets![0]!.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 0 });
  const diff = await provider.diff({ ...named, id, olds: properties, oldInputs: inputs, news: inputs });
  expect(diff.changes, "nothing to change afterwards").toBe("none");
});

test("sends 0 for maximumEventAgeInSeconds if it is left out, which AWS refuses", async () => {
  await expect(create({ maximumRetryAttempts: 185 })).rejects.toThrow(
    "Value '0' at 'targets.1.member.retryPolicy.maximumEventAgeInSeconds' failed to satisfy constraint: " +
      "Member must have value greater than or equal to 60",
  );
});
