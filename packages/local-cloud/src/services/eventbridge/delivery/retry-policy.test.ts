import type { RetryPolicy } from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "vitest";
import { createFunction, startTestCloud } from "../../../testing/index.ts";
import { makeQueue, makeRule, messagesIn, put } from "../test-support.ts";

/** "How EventBridge retries delivering events". Its back-off is not documented: the figures are the local cloud's own. */

const minute = 60_000;
const hour = 60 * minute;

/** Delivers an event to a function that Lambda throttles all the time. Times are milliseconds since the event. */
async function deliverInVain(seed: number, RetryPolicy: RetryPolicy) {
  await using cloud = await startTestCloud({ seed });
  const Arn = await createFunction(cloud, "charge", "export const handler = async () => {};");
  const DeadLetterConfig = { Arn: await makeQueue(cloud, "undelivered") };
  const SourceArn = await makeRule(cloud, { targets: [{ Id: "charge", Arn, DeadLetterConfig, RetryPolicy }] });
  const permission = { FunctionName: "charge", StatementId: "rule", Action: "lambda:InvokeFunction", SourceArn };
  await cloud.lambda.send(new AddPermissionCommand({ ...permission, Principal: "events.amazonaws.com" }));
  cloud.faults.add({ kind: "throttle", call: "lambda.Invoke" });
  const start = cloud.clock.now();
  await put(cloud);
  await cloud.clock.settle(2 * 24 * hour);

  const attempts = cloud.faults.injections().map(({ at }) => at - start);
  const [letter] = await messagesIn(cloud, "undelivered");
  const attributes = Object.entries(letter?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
    name,
    StringValue,
  ]);
  const ended = Number(letter?.Attributes?.SentTimestamp) - start;
  return { attempts, ended, deadLetter: Object.fromEntries(attributes) as Record<string, string> };
}

describe("a target with an hour and 185 attempts", () => {
  test("is tried for the whole hour, and then the event goes to the dead-letter queue with the reason", async () => {
    const { attempts, ended, deadLetter } = await deliverInVain(1, {
      MaximumEventAgeInSeconds: 3600,
      MaximumRetryAttempts: 185,
    });

    expect(attempts.at(-1), "the last attempt is in the last quarter of the hour").toBeGreaterThan(45 * minute);
    expect(attempts.at(-1)).toBeLessThan(hour);
    expect(ended).toBe(hour);
    expect(deadLetter).toMatchObject({
      ERROR_CODE: "THROTTLING",
      ERROR_MESSAGE: "Rate Exceeded.",
      EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds",
      RETRY_ATTEMPTS: String(attempts.length - 1),
    });
  });

  test("is tried less and less often, at times that the seed draws", async () => {
    const policy = { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 };
    const { attempts } = await deliverInVain(1, policy);

    const waits = attempts.slice(1).map((at, index) => at - attempts[index]!);
    expect(waits[0]).toBeLessThanOrEqual(1000);
    expect(Math.max(...waits)).toBeGreaterThan(5 * minute);
    expect(Math.max(...waits)).toBeLessThanOrEqual(10 * minute);
    expect((await deliverInVain(1, policy)).attempts).toEqual(attempts);
    expect((await deliverInVain(2, policy)).attempts).not.toEqual(attempts);
  });

  test("is tried about seventeen times: the hour ends it, not the number of attempts", async () => {
    const counts = await Promise.all(
      [1, 2, 3, 4, 5].map((seed) => deliverInVain(seed, { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 })),
    );

    for (const { attempts } of counts) {
      expect(attempts.length).toBeGreaterThanOrEqual(15);
      expect(attempts.length).toBeLessThanOrEqual(20);
    }
  });
});

test("ten retries end within seventeen minutes, long before the hour", async () => {
  const { ended, deadLetter } = await deliverInVain(1, { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 });

  expect(ended).toBeLessThan(17 * minute);
  expect(deadLetter).toMatchObject({ EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts", RETRY_ATTEMPTS: "10" });
});

test("the limits of both members are EventBridge's", async () => {
  for (const [policy, message] of [
    [{ MaximumRetryAttempts: 186 }, "less than or equal to 185"],
    [{ MaximumEventAgeInSeconds: 59 }, "greater than or equal to 60"],
    [{ MaximumEventAgeInSeconds: 86_401 }, "less than or equal to 86400"],
  ] as const) {
    await expect(deliverInVain(1, policy)).rejects.toThrow(message);
  }
});
