import * as aws from "@pulumi/aws";
import { expect, test } from "vitest";
import { createContext } from "../../infra/components/context.ts";
import { ServiceFunction } from "../../infra/components/service-function.ts";
import { runMocked, settingsFor } from "./mocked-stack.ts";

test("refuses two resources with the same name", async () => {
  const twice = runMocked(() => {
    new aws.sns.Topic("news");
    new aws.sns.Topic("news");
  });

  await expect(twice).rejects.toThrow('Two resources are called "news" (aws:sns/topic:Topic)');
});

test("waits for resources created in apply", async () => {
  const stack = await runMocked(() => {
    const topic = new aws.sns.Topic("first");
    topic.arn.apply((arn) => {
      const queue = new aws.sqs.Queue("second");
      queue.arn.apply(
        () => new aws.sns.TopicSubscription("third", { topic: arn, protocol: "sqs", endpoint: queue.arn }),
      );
    });
  });

  expect(stack.resources.map(({ name }) => name)).toEqual(["first", "second", "third"]);
});

test("ignores a call that an earlier embedded engine left open", async () => {
  const stack = await runMocked(() => {
    void Promise.reject(new Error("Channel has been shut down"));
    new aws.sns.Topic("news");
  });

  expect(stack.one("Topic").name).toBe("news");
});

test("generates ARNs with the physical name", async () => {
  const stack = await runMocked(() => ({ arn: new aws.dynamodb.Table("table", table("PaymentTable")).arn }));

  expect(stack.outputs).toEqual({ arn: "arn:aws:dynamodb:us-east-1:000000000000:table/PaymentTable" });
});

test("refuses a provider call without a mock", async () => {
  const calls = runMocked(() => {
    aws.getCallerIdentityOutput();
  });

  await expect(calls).rejects.toThrow("The program calls aws:index/getCallerIdentity:getCallerIdentity");
});

test("refuses a resource without mocked outputs", async () => {
  const unknown = runMocked(() => {
    new aws.kms.Key("key");
  });

  await expect(unknown).rejects.toThrow("Add a line to pulumi-mocks/invented-outputs.ts");
});

test("fails with the error of a rejected input", async () => {
  const broken = runMocked(() => {
    const context = createContext(settingsFor({}), []);
    new ServiceFunction("refund", { context, handler: "services/payment/refnud.ts", environment: {}, allow: [] });
  });

  await expect(broken).rejects.toThrow("Handler services/payment/refnud.ts does not exist");
});

test("lists eight resources at most, so that the error fits on a screen", async () => {
  const stack = await runMocked(() => {
    for (let number = 1; number <= 10; number++) new aws.sns.Topic(`topic-${number}`);
  });

  expect(() => stack.one("Topic")).toThrow(/"topic-8"\n {2}and 2 more$/);
});

test("lists what exists if it does not find a resource", async () => {
  const stack = await runMocked(() => {
    new aws.sns.Topic("news", { name: "News" });
  });

  expect(() => stack.one("Topic", { name: "Nwes" })).toThrow(
    'Expected one Topic with name "Nwes", but the program declares 0. Each Topic that it declares:\n  "news": name is "News"',
  );
});

function table(name: string): aws.dynamodb.TableArgs {
  return { name, hashKey: "id", attributes: [{ name: "id", type: "S" }] };
}
