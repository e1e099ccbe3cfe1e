import { TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { accountId, region } from "../test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

describe("TestEventPattern", () => {
  const event = {
    id: "1",
    account: accountId,
    source: "shop",
    time: "2026-01-01T12:00:00Z",
    region,
    resources: [],
    "detail-type": "OrderPlaced",
    detail: { amount: 300 },
  };
  const matches = async (pattern: object, changes: object = {}) => {
    const Event = JSON.stringify({ ...event, ...changes });
    return (await cloud.events.send(new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event })))
      .Result;
  };

  test("returns whether the pattern matches the event", async () => {
    expect(await matches({ detail: { amount: [{ numeric: [">", 299] }] } })).toBe(true);
    expect(await matches({ detail: { amount: [{ numeric: [">", 300] }] } })).toBe(false);
  });

  test("refuses an invalid pattern", async () => {
    await expect(matches({ source: "shop" })).rejects.toMatchObject({ name: "InvalidEventPatternException" });
  });

  // The API reference calls `resources` mandatory. AWS took the event in every recorded case.
  test("takes an event without resources", async () => {
    expect(await matches({ source: ["shop"] }, { resources: undefined })).toBe(true);
    expect(await matches({ resources: [{ exists: false }] }, { resources: undefined })).toBe(true);
  });

  test.each(["id", "account", "source", "time", "region", "detail-type"])(
    "refuses an event without %s",
    async (member) => {
      await expect(matches({ source: ["shop"] }, { [member]: undefined })).rejects.toMatchObject({
        name: "ValidationException",
        message: "Parameter Event is not valid.",
      });
    },
  );

  // As recorded from AWS: the message ends there.
  test.each(["[]", '"text"', "null", "{"])("refuses the event %s", async (Event) => {
    const call = new TestEventPatternCommand({ EventPattern: '{"source": ["shop"]}', Event });

    await expect(cloud.events.send(call)).rejects.toMatchObject({
      name: "ValidationException",
      message: "Parameter Event is not valid.",
    });
  });
});
