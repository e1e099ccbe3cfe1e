import { ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { accountId, makeRule, region } from "../test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

describe("tags", () => {
  test("are added, changed, listed and removed", async () => {
    const ResourceARN = await makeRule(cloud);
    const tag = (Key: string, Value: string) => ({ Key, Value });

    await cloud.events.send(new TagResourceCommand({ ResourceARN, Tags: [tag("team", "a"), tag("env", "dev")] }));
    await cloud.events.send(new TagResourceCommand({ ResourceARN, Tags: [tag("team", "b")] }));
    await cloud.events.send(new UntagResourceCommand({ ResourceARN, TagKeys: ["env"] }));

    const { Tags } = await cloud.events.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Tags).toEqual([tag("team", "b")]);
  });

  test("cannot be listed for a missing rule", async () => {
    const call = cloud.events.send(
      new ListTagsForResourceCommand({ ResourceARN: `arn:aws:events:${region}:${accountId}:rule/nothing` }),
    );

    await expect(call).rejects.toMatchObject({ message: "Rule nothing does not exist on EventBus default." });
  });
});
